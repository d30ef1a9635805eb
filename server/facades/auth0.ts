/**
 * Auth0's calls by which an application signs people in with a form of its own: a code is sent by mail, and what the person typed
 * becomes a ticket with which the browser goes on to /authorize. Each needs what the same would need at the token endpoint.
 */
import { checkEmail } from '../spec/mail.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Context } from '../engine/context.ts';
import type { Proven, SignInDesk, TypedCredentials } from '../engine/sign-in-desk.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { Application } from '../storage/records/directory.ts';
import { callerNamed, FOREIGN, isFromElsewhere } from './auth0/caller.ts';
import type { Facade, FacadeRequest } from './facade.ts';
import { fieldsOf, refuse, tooMany } from './shapes/auth0.ts';

const BY_CODE = 'http://auth0.com/oauth/grant-type/passwordless/otp';

export function auth0Facades(desk: SignInDesk): readonly Facade[] {
  return [
    {
      dialect: 'auth0',
      method: 'POST',
      paths: ['/passwordless/start'],
      cors: 'registered',
      answer: (request, cx) => start(request, desk, cx),
    },
    {
      dialect: 'auth0',
      method: 'POST',
      paths: ['/co/authenticate'],
      cors: 'with_cookies',
      answer: (request, cx) => authenticate(request, desk, cx),
    },
    {
      dialect: 'auth0',
      method: 'POST',
      paths: ['/passwordless/verify'],
      cors: 'registered',
      answer: () => Promise.resolve(NOT_BY_ITSELF),
    },
    {
      dialect: 'auth0',
      method: 'GET',
      paths: ['/passwordless/verify_redirect'],
      answer: () => Promise.resolve(NOT_BY_ITSELF),
    },
  ];
}

/** The same answer whether or not there is such a person. */
async function start(request: FacadeRequest, desk: SignInDesk, cx: Context): Promise<JsonResponse> {
  const fields = await fieldsOf(request);
  const application = await callerOf(fields, request, desk, cx);
  if ('kind' in application) return application;
  if (!desk.takesCodes(application, cx)) {
    return refuse(403, 'unauthorized_client', 'this client may not sign people in by mail, or the office lets nobody');
  }
  if (isFromElsewhere(request, application)) return FOREIGN;
  const email = fields.get('email') ?? '';
  if (fields.get('connection') !== 'email') return refuse(400, 'bad.connection', 'the one connection here is email');
  if (fields.get('send') === 'link') {
    return refuse(
      400,
      'bad.send',
      'links are sent by the sign-in page alone, which binds them to a browser; send code',
    );
  }
  if (checkEmail(email) !== undefined) return refuse(400, 'bad.email', 'email is not an e-mail address');
  const asked = await desk.sendCode(application, email, cx);
  if (asked.kind === 'too-many-attempts') return tooMany(asked.retry_after_s);
  const _id = Buffer.from(cx.secrets.random(), 'base64url').toString('hex').slice(0, 24);
  return { kind: 'json', status: 200, body: { _id, email, email_verified: false } };
}

/** By `Authorization`, or by what stands in the body; an application without a secret by its name. */
async function callerOf(
  fields: ReadonlyMap<string, string>,
  request: FacadeRequest,
  desk: SignInDesk,
  cx: Context,
): Promise<Application | JsonResponse> {
  const names = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type'];
  const sent = [...fields].filter(([name]) => names.includes(name));
  try {
    const application = await desk.applicationOf(sent, request.authorization, cx);
    if (application === undefined) return refuse(401, 'invalid_client', 'client authentication failed');
    if (application.dialect === cx.dialect) return application;
    return refuse(403, 'unauthorized_client', 'this client is registered here for another product than Auth0');
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    return { ...refuse(thrown.status, thrown.code, thrown.description), headers: thrown.headers };
  }
}

/** From the form of an application at one of its own origins, in the browser that goes on. */
async function authenticate(request: FacadeRequest, desk: SignInDesk, cx: Context): Promise<JsonResponse> {
  const fields = await fieldsOf(request);
  const application = await callerNamed(fields, desk, cx);
  if (application === undefined || request.origin === undefined) return FOREIGN;
  if (isFromElsewhere(request, application)) return FOREIGN;
  const credentials = credentialsIn(fields);
  if (credentials === undefined) return refuse(400, 'invalid_request', 'username and password or otp are needed');
  if (!mayType(credentials, application, desk, cx)) {
    return refuse(403, 'unauthorized_client', 'this client may not take such credentials, or the office lets nobody');
  }
  const proven = await desk.prove(application, credentials, cx);
  return proven.kind === 'proved' ? ticketFor(proven, request, application, desk, cx) : refusalOf(proven);
}

async function ticketFor(
  proven: Proven & { kind: 'proved' },
  request: FacadeRequest,
  application: Application,
  desk: SignInDesk,
  cx: Context,
): Promise<JsonResponse> {
  const browser = request.browser ?? cx.secrets.random();
  const login_ticket = await desk.ticketFor(proven, application, browser, cx);
  // Of browsers that keep no cookie for us the ticket is good in none: what binds it is the cookie, not a value in a script's reach.
  const body = { login_ticket, co_id: cx.secrets.random(), co_verifier: cx.secrets.random() };
  const cookies = request.browser === undefined ? { cookies: { browser: { value: browser } } } : {};
  return { kind: 'json', status: 200, body, ...cookies };
}

function credentialsIn(fields: ReadonlyMap<string, string>): TypedCredentials | undefined {
  const [username, password, code] = [fields.get('username'), fields.get('password'), fields.get('otp')];
  if (username === undefined) return undefined;
  if (fields.get('credential_type') === BY_CODE) return code === undefined ? undefined : { username, typed: { code } };
  return password === undefined ? undefined : { username, typed: { password } };
}

/** An application that sees passwords needs for this what the password grant needs. */
function mayType({ typed }: TypedCredentials, application: Application, desk: SignInDesk, cx: Context): boolean {
  if ('code' in typed) return desk.takesCodes(application, cx);
  return cx.settings.legacy_grants && application.grant_types.includes('password');
}

function refusalOf(proven: Exclude<Proven, { kind: 'proved' }>): JsonResponse {
  switch (proven.kind) {
    case 'wrong':
      return refuse(403, 'access_denied', 'Wrong email or password, or a wrong code.');
    case 'busy':
      return refuse(503, 'temporarily_unavailable', 'too many sign-ins at once');
    case 'too-many-attempts':
      return tooMany(proven.retry_after_s);
    default:
      return proven satisfies never;
  }
}

/**
 * auth0-js `passwordlessVerify`: a code that is looked at without being used could be guessed twice as often, and one in the
 * address of a page would sign in whatever browser opens it.
 */
const NOT_BY_ITSELF = refuse(
  400,
  'unsupported',
  'a code is not verified by itself here: passwordlessLogin takes it from the application’s own page and signs the person in',
);
