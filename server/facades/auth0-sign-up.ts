/** Auth0's calls of a directory that people may change themselves: an account of their own, where the office lets strangers make one. */
import { appendAudit } from '../audit/append.ts';
import { takeAttempt } from '../directory/attempts.ts';
import { countUntoldChange } from '../directory/directory-version.ts';
import { DomainError } from '../directory/domain-error.ts';
import { HashingBusy } from '../directory/passwords.ts';
import { createUser, type NewUser } from '../directory/users.ts';
import type { Context } from '../engine/context.ts';
import type { SignInDesk } from '../engine/sign-in-desk.ts';
import type { JsonResponse, TextResponse } from '../engine/wire.ts';
import { checkEmail } from '../spec/mail.ts';
import { networkOf } from '../spec/network.ts';
import { usernameKey } from '../spec/username.ts';
import type { Application } from '../storage/records/directory.ts';
import { callerNamed, FOREIGN, isFromElsewhere } from './auth0/caller.ts';
import { personIn } from './auth0/new-person.ts';
import type { Facade, FacadeRequest } from './facade.ts';
import { bodyOf, fieldsOf, refuse, textsIn, tooMany } from './shapes/auth0.ts';

/** From one network, a minute. */
const MOST_A_MINUTE = 5;

export function auth0SignUpFacades(desk: SignInDesk): readonly Facade[] {
  return [
    {
      dialect: 'auth0',
      method: 'POST',
      paths: ['/dbconnections/signup'],
      cors: 'registered',
      answer: (request, cx) => signUp(request, desk, cx),
    },
    {
      dialect: 'auth0',
      method: 'POST',
      paths: ['/dbconnections/change_password'],
      cors: 'registered',
      answer: (request, cx) => changePassword(request, desk, cx),
    },
  ];
}

/** One sentence for everybody, whoever has such an address. */
async function changePassword(
  request: FacadeRequest,
  desk: SignInDesk,
  cx: Context,
): Promise<JsonResponse | TextResponse> {
  if (!cx.settings.new_password_by_mail)
    return refuse(403, 'access_denied', 'the office sends no new passwords by mail');
  const fields = await fieldsOf(request);
  const application = await callerNamed(fields, desk, cx);
  if (application === undefined) return UNKNOWN;
  if (application.new_password_by_mail !== true) {
    return refuse(403, 'access_denied', 'no new passwords are sent through this application');
  }
  if (isFromElsewhere(request, application)) return FOREIGN;
  const email = fields.get('email') ?? '';
  if (checkEmail(email) !== undefined) return refuse(400, 'bad.email', 'email is not an e-mail address');
  const asked = await desk.sendNewPassword(application, email, cx);
  if (asked.kind === 'too-many-attempts') return tooMany(asked.retry_after_s);
  const body = 'If that address is known here, a mail with a link to a new password is on its way.';
  return { kind: 'text', status: 200, content_type: 'text/plain; charset=utf-8', body };
}

async function signUp(request: FacadeRequest, desk: SignInDesk, cx: Context): Promise<JsonResponse> {
  if (!cx.settings.sign_up) return refuse(403, 'public_signup_disabled', 'Public signup is disabled');
  const body = await bodyOf(request);
  const application = await callerNamed(textsIn(body), desk, cx);
  if (application === undefined) return UNKNOWN;
  if (application.sign_up !== true) {
    return refuse(403, 'public_signup_disabled', 'Public signup is disabled for this application');
  }
  if (isFromElsewhere(request, application)) return FOREIGN;
  const taken = await takeAttempt(cx.store, `sign-up ${networkOf(cx.address)}`, MOST_A_MINUTE, cx.now);
  if (!taken.allowed) return tooMany(taken.retry_after_s);
  const person = personIn(body);
  if ('kind' in person) return person;
  try {
    const password_hash = await cx.passwords.hash(person.password);
    return await add({ ...person.user, password_hash }, application, cx);
  } catch (thrown) {
    if (thrown instanceof HashingBusy) return refuse(503, 'temporarily_unavailable', 'too many sign-ins at once');
    if (thrown instanceof DomainError) return TAKEN;
    throw thrown;
  }
}

/** In no group and no admin, and with an address that nobody has verified. */
async function add(
  person: NewUser & { readonly email: string },
  application: Application,
  cx: Context,
): Promise<JsonResponse> {
  return cx.store.transaction(async (within): Promise<JsonResponse> => {
    // Neither a name nor an address that anybody has: by both people are found.
    const users = within.collection('users');
    const spellings = [person.email, person.username].flatMap((name) => [name.toLowerCase(), usernameKey(name)]);
    for (const name of new Set(spellings)) {
      if ((await users.find('email', name)).length > 0) return TAKEN;
    }
    const user = await createUser(within, person, cx.now);
    await countUntoldChange(within);
    await appendAudit(within, {
      at: cx.now,
      type: 'user.signed_up',
      actor: user.username,
      target: application.client_id,
      address: cx.address,
      detail: { id: user.id },
    });
    const body = { _id: user.id, email: person.email, email_verified: false, username: user.username, name: user.name };
    return { kind: 'json', status: 200, body };
  });
}

const UNKNOWN = refuse(400, 'invalid_client', 'there is no such client');

/** Auth0 says no more of it either. */
const TAKEN = refuse(400, 'invalid_signup', 'Invalid sign up');
