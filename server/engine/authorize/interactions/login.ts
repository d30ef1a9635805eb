/** Signing in with username and password. */
import { appendAudit } from '../../../audit/append.ts';
import type { LoginView } from '../../../contract/pages.ts';
import { refundAttempt, takeAttempt } from '../../../directory/attempts.ts';
import { HashingBusy } from '../../../directory/passwords.ts';
import { findUserByUsername } from '../../../directory/users.ts';
import { networkOf } from '../../../spec/network.ts';
import { usernameKey } from '../../../spec/username.ts';
import type { User } from '../../../storage/records/directory.ts';
import { describeApplication } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { signIn } from '../sign-in.ts';
import type { Pending } from '../pending.ts';
import type { Answered, Answering, Interaction, InteractionForm } from './interaction.ts';

/** An address may fail this many times as often as an account, before it has to wait: an office may share one address. */
const ADDRESS_SHARE = 10;
/** And an account this many times as often as from one address, over all addresses that it never signed in from. */
const ACCOUNT_SHARE = 5;
const LONGEST_USERNAME = 256;

export const login: Interaction = {
  name: 'login',
  personal: false,
  spec: 'OIDC Core §3.1.2.3',
  needed({ request, signedIn, done }, now) {
    if (signedIn === undefined) return 'login_required';
    if (done.includes('login')) return undefined;
    if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.sub) return 'login_required';
    if (request.prompt.includes('login')) return 'login_required';
    const tooOld = request.max_age !== undefined && now - signedIn.session.auth_time > request.max_age;
    return tooOld || request.max_age === 0 ? 'login_required' : undefined;
  },
  show: (pending, form) => loginView(pending, form, suggestedUsername(pending)),
  run: (answering, cx) => answerLogin(answering, cx),
};

async function answerLogin({ pending, form, request }: Answering, cx: Context): Promise<Answered> {
  const username = (request.params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const again = (status: number, error: LoginView['error'], headers = {}): Answered => {
    const view = { ...loginView(pending, form, username), status, ...(error === undefined ? {} : { error }) };
    return { kind: 'again', status, view, headers };
  };
  const user = await findUserByUsername(cx.store, username);
  const counters = await countersOf(username, user, cx);
  for (const [key, most] of counters) {
    const taken = await takeAttempt(cx.store, key, most, cx.now);
    if (taken.allowed) continue;
    const { retry_after_s } = taken;
    cx.counts.add('sign_in.turned_away', pending.application.client_id, 'too many attempts', cx.address);
    return again(429, { kind: 'too-many-attempts', retry_after_s }, { 'Retry-After': String(retry_after_s) });
  }
  const proved = await verifyPassword(user, request.params.get('password') ?? '', cx);
  if (typeof proved === 'string' && proved !== 'busy') {
    await auditRefusal(user, proved, pending, cx);
    return again(401, { kind: 'wrong-credentials' });
  }
  // Side by side: they share one flush, and nobody who signs in waits for three.
  await Promise.all(counters.map(([key]) => refundAttempt(cx.store, key, cx.now)));
  if (proved === 'busy') {
    cx.counts.add('sign_in.turned_away', pending.application.client_id, 'too many sign-ins at once', cx.address);
    return again(503, { kind: 'busy' }, { 'Retry-After': '2' });
  }
  return signIn(proved, ['pwd'], pending, request, cx);
}

type Counter = readonly [key: string, most: number];

/**
 * What one attempt counts for. Guessing from ever new addresses ends at the account's own limit; a person is not held to
 * it where they have signed in before, so that nobody can lock them out from elsewhere.
 */
async function countersOf(username: string, user: User | undefined, cx: Context): Promise<readonly Counter[]> {
  const limit = cx.settings.login_attempts_per_minute;
  const from = networkOf(cx.address);
  const key = usernameKey(username);
  const sessions = user === undefined ? [] : await cx.store.collection('sessions').find('user_id', user.id);
  const known = sessions.some((session) => networkOf(session.address) === from);
  return [
    [`login ${key} ${from}`, limit],
    [`login-from ${from}`, limit * ADDRESS_SHARE],
    ...(known ? [] : [[`login ${key}`, limit * ACCOUNT_SHARE] as const]),
  ];
}

/** For the audit log alone: the page says the same of all of them. */
type Refused = 'unknown person' | 'wrong password' | 'no password' | 'disabled';

/** Takes as long for a stranger as for a person with a wrong password; a disabled person learns nothing more. */
async function verifyPassword(user: User | undefined, password: string, cx: Context): Promise<User | 'busy' | Refused> {
  try {
    const matches = await cx.passwords.verify(user?.password_hash, password);
    if (user === undefined) return 'unknown person';
    if (!matches) return user.password_hash === undefined ? 'no password' : 'wrong password';
    return user.disabled ? 'disabled' : user;
  } catch (error) {
    if (error instanceof HashingBusy) return 'busy';
    throw error;
  }
}

function loginView(pending: Pending, form: InteractionForm, username: string): LoginView {
  const { application, request } = pending;
  return {
    page: 'login',
    status: 200,
    ...form,
    application: describeApplication(application, request.redirect_uri),
    username,
  };
}

function suggestedUsername({ request, signedIn }: Pending): string {
  return request.login_hint?.slice(0, LONGEST_USERNAME) ?? signedIn?.user.username ?? '';
}

/** The name only where there is such a person: what else people type there is often their password. */
async function auditRefusal(user: User | undefined, because: Refused, pending: Pending, cx: Context): Promise<void> {
  await cx.store.transaction((within) =>
    appendAudit(within, {
      at: cx.now,
      type: 'user.sign_in_refused',
      actor: user?.username ?? '',
      target: pending.application.client_id,
      address: cx.address,
      detail: { because },
    }),
  );
}
