/**
 * Signing out, asked for by an application or by the person. A hint that fits the session ends it at once; anything less
 * asks first, so that no page can sign a person out behind their back. Redirects only where a registered address is known.
 */
import { appendAudit } from '../../audit/append.ts';
import { findApplication } from '../../directory/applications.ts';
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import { noteFrames } from '../../directory/logout-deliveries.ts';
import { definedFields } from '../../directory/defined-fields.ts';
import { endSession, getLiveSession } from '../../directory/sessions.ts';
import { isCompactJwe } from '../../keys/jwe.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Session } from '../../storage/records/flow.ts';
import { describeApplication, leadsTo, sourceOf } from '../application-view.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { type Frames, frontChannelFrames } from '../front-channel-logout.ts';
import { leadAway, useVerifier, verifierOf } from '../hand-over/papers.ts';
import { addressOf } from '../hand-over/told.ts';
import { type IdTokenHint, readIdTokenHint } from '../id-token-hint.ts';
import { PageError } from '../page-error.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { type BrowserState, browserStateOf, signedOutState } from '../session-state.ts';
import { sessionIdentifier, subjectIdentifier } from '../subject-identifier.ts';
import type { EndpointRequest, EndpointResponse, PageResponse, RedirectResponse } from '../wire.ts';

/** The parameters that the question carries along. */
const CARRIED = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state'] as const;

export const endSessionEndpoint: Endpoint = {
  name: 'end-session',
  spec: 'OIDC RP-Initiated Logout §2',
  methods: ['GET', 'POST'],
  audience: 'browser',
  cors: false,
  async run(request, cx) {
    if (request.params.has(verifierOf('logout'))) return comeBack(request, cx);
    const asked = await readRequest(request, cx);
    const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
    if (session === undefined) return forgetDead(leave(asked, NO_FRAMES, cx), request, cx);
    const answered = request.method === 'POST' && request.params.has('csrf');
    const led = answered ? undefined : await leadToProgram(asked, session, request, cx);
    if (led !== undefined) return led;
    if (!answered)
      return (await fits(asked.hint, session, cx)) ? signOut(asked, session, cx) : ask(asked, session, request, cx);
    assertOwnForm(request, session, cx);
    if (request.params.get('decision') === 'yes') return signOut(asked, session, cx);
    return { kind: 'page', status: 200, view: { page: 'signed-out', stayed: true } };
  },
};

type Leaving = PageResponse | RedirectResponse;

interface LogoutRequest {
  readonly hint: IdTokenHint | undefined;
  readonly application: Application | undefined;
  /** A registered one of `application`; the office's own where none is named. */
  readonly post_logout_redirect_uri: string | undefined;
  readonly state: string | undefined;
}

/** Undefined where no program of the office's own asks. */
async function leadToProgram(
  { application, post_logout_redirect_uri, state }: LogoutRequest,
  { id: session_id, sid, user_id }: Session,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse | undefined> {
  const { logout_url: url } = cx.settings;
  const endpoint = cx.urls.endpoint('end-session', application);
  if (url === '' || endpoint === undefined || cx.traits[cx.dialect]?.hands_over !== true) return undefined;
  const request_url = addressOf(endpoint, request.params);
  const { client_id } = application ?? {};
  const goes_on = definedFields({ client_id, post_logout_redirect_uri, state });
  const rp_initiated = application !== undefined;
  const whose = { session_id, sid, user_id, rp_initiated };
  const paper = { kind: 'logout', returns_to: endpoint, request_url, ...whose, ...goes_on } as const;
  return leadAway({ url, paper }, request, cx);
}

/** The program said that the person may go. Whoever signed in in the same browser meanwhile stays. */
async function comeBack(request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const { answer, ...handed } = await useVerifier('logout', request, cx);
  if (answer.kind !== 'logout') return { kind: 'page', status: 200, view: { page: 'signed-out', stayed: true } };
  const { client_id, post_logout_redirect_uri: uri, state } = handed;
  const application = client_id === undefined ? undefined : await findApplication(cx.store, client_id);
  const registered = uri !== undefined && application?.post_logout_redirect_uris.includes(uri) === true;
  const asked = { hint: undefined, application, post_logout_redirect_uri: registered ? uri : undefined, state };
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  if (session === undefined) return forgetDead(leave(asked, NO_FRAMES, cx), request, cx);
  if (session.id !== handed.session_id) throw refusal('Somebody signed in again in this browser meanwhile.');
  return signOut(asked, session, cx);
}

/** Throws PageError when the request names an address that is not registered, or contradicts itself. */
async function readRequest({ params }: EndpointRequest, cx: Context): Promise<LogoutRequest> {
  refuseRepeatedOnPage(params);
  const given = params.get('id_token_hint');
  const hint = given === undefined ? undefined : await readIdTokenHint(given, cx);
  const client_id = params.get('client_id');
  if (hint !== undefined && client_id !== undefined && hint.application.client_id !== client_id) {
    throw refusal('The client_id and the id_token_hint of the request belong to different applications.');
  }
  if (given !== undefined && hint === undefined && params.has('post_logout_redirect_uri')) {
    throw refusal(
      isCompactJwe(given)
        ? 'The id_token_hint of the request is an encrypted ID token, which only the application can read. It has to send the one that it decrypted.'
        : 'The id_token_hint of the request is not an ID token that was issued here.',
    );
  }
  const application =
    hint?.application ?? (client_id === undefined ? undefined : await findApplication(cx.store, client_id));
  const known = application?.post_logout_redirect_uris ?? cx.settings.post_logout_redirect_uris;
  const uri = params.get('post_logout_redirect_uri') ?? implied(known, cx);
  if (uri !== undefined && !known.includes(uri)) {
    throw refusal(
      application === undefined
        ? 'The request names an address to go on to, but not the application that it belongs to, and the office’s settings don’t list it.'
        : `The address to go on to is not registered for ${application.client_name} as a post_logout_redirect_uri.`,
    );
  }
  return { hint, application, post_logout_redirect_uri: uri, state: params.get('state') };
}

function implied([first]: readonly string[], { traits, dialect }: Context): string | undefined {
  return traits[dialect]?.post_logout_redirect_uri === 'implied' ? first : undefined;
}

function refuseRepeatedOnPage(params: EndpointRequest['params']): void {
  try {
    refuseRepeated(params);
  } catch {
    throw refusal('The request has a parameter more than once.');
  }
}

/** Whether the application that asks is one that this very session signed in to. OIDC RP-Initiated Logout §2 */
async function fits(hint: IdTokenHint | undefined, session: Session, cx: Context): Promise<boolean> {
  if (hint === undefined || hint.sid !== sessionIdentifier(session.sid, hint.application, cx)) return false;
  const user = await cx.store.collection('users').get(session.user_id);
  return hint.sub === subjectIdentifier(user ?? { id: session.user_id }, hint.application, cx);
}

async function signOut(asked: LogoutRequest, session: Session, cx: Context): Promise<EndpointResponse> {
  const user = await cx.store.collection('users').get(session.user_id);
  const frames = await frontChannelFrames(session, cx);
  await cx.store.transaction(async (within) => {
    await endSession(within, session.id, cx.now);
    await noteFrames(within, session.sid, frames, cx.now);
    await appendAudit(within, {
      at: cx.now,
      type: 'user.signed_out',
      actor: user?.username ?? session.user_id,
      target: asked.application?.client_id ?? '',
      address: cx.address,
      detail: {},
    });
  });
  return withState(leave(asked, frames, cx), signedOutState(cx));
}

/**
 * A cookie whose session is over goes. Where none came there may be one all the same, which the browser keeps back from a
 * page of another site; nothing is set then, so that no such page signs anybody out.
 */
function forgetDead(response: Leaving, request: EndpointRequest, cx: Context): EndpointResponse {
  if (request.cookies.session === undefined) return response;
  return withState(response, browserStateOf(request, undefined, cx));
}

/** The browser forgets its session, and whoever watches it learns that it is over. */
function withState(response: Leaving, browser_state: BrowserState): EndpointResponse {
  return { ...response, cookies: { session: null, browser_state } };
}

const NO_FRAMES: Frames = { frames: [], frames_left_out: 0 };

/** `frames` have to be shown before the browser goes on. */
function leave(
  { post_logout_redirect_uri: uri, state, application }: LogoutRequest,
  { frames, frames_left_out }: Frames,
  cx: Context,
): Leaving {
  const left_out = frames_left_out === 0 ? {} : { frames_left_out };
  const view = { page: 'signed-out', stayed: false, frames, ...left_out } as const;
  if (uri === undefined) {
    return { kind: 'page', status: 200, view };
  }
  const query =
    state === undefined ? '' : `${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state }).toString()}`;
  const location = `${uri}${query}`;
  if (frames.length === 0) return { kind: 'redirect', status: 303, location };
  const goes_on = { location, ...(application && { application: describeApplication(application, uri, cx.settings) }) };
  return { kind: 'page', status: 200, view: { ...view, goes_on } };
}

async function ask(
  asked: LogoutRequest,
  session: Session,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const user = await cx.store.collection('users').get(session.user_id);
  const { application, post_logout_redirect_uri: uri } = asked;
  const fields = CARRIED.flatMap((name) => {
    const value = request.params.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'page',
    status: 200,
    view: {
      page: 'sign-out',
      action: new URL(cx.urls.endpoint('end-session') ?? '/', cx.urls.issuer()).pathname,
      csrf: csrfToken(session, cx),
      fields,
      ...(uri === undefined
        ? {}
        : { leads_to: application === undefined ? [sourceOf(uri)] : leadsTo(application, uri) }),
      ...(user === undefined ? {} : { person: { name: user.name, username: user.username } }),
      ...(application === undefined || uri === undefined
        ? {}
        : { application: describeApplication(application, uri, cx.settings) }),
    },
  };
}

function csrfToken(session: Session, cx: Context): string {
  return cx.secrets.derive('csrf', `sign-out ${session.id}`);
}

function assertOwnForm(request: EndpointRequest, session: Session, cx: Context): void {
  if (secretMatches(request.params.get('csrf') ?? '', hashSecret(csrfToken(session, cx)))) return;
  throw refusal('The form did not come from the page that was shown to you.');
}

function refusal(detail: string): PageError {
  return new PageError('invalid_request', {
    title: 'You have not been signed out',
    detail,
    remedy:
      'You can sign out on your account page here, /account/. What the application sent has to be put right by whoever looks after it.',
  });
}
