/** Signing in with username and password. */
import { appendAudit } from '../../../audit/append.ts';
import type { LoginView } from '../../../contract/pages.ts';
import { refundAttempt, takeAttempt } from '../../../directory/attempts.ts';
import { HashingBusy } from '../../../directory/passwords.ts';
import { findUserByUsername } from '../../../directory/users.ts';
import { usernameKey } from '../../../spec/username.ts';
import type { User } from '../../../storage/records/directory.ts';
import { describeApplication } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { signIn } from '../sign-in.ts';
import type { Pending } from '../pending.ts';
import type { Answered, Answering, Interaction, InteractionForm } from './interaction.ts';

/** An address may fail this many times as often as an account, before it has to wait: an office may share one address. */
const ADDRESS_SHARE = 10;
const LONGEST_USERNAME = 256;

export const login: Interaction = {
  name: 'login',
  personal: false,
  spec: 'OIDC Core §3.1.2.3',
  needed({ request, signedIn, done }, now) {
    if (signedIn === undefined) return 'login_required';
    if (done.includes('login')) return undefined;
    if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.user.id) return 'login_required';
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
  const account = `login ${usernameKey(username)} ${cx.address}`;
  const address = `login-from ${cx.address}`;
  const limit = cx.settings.login_attempts_per_minute;
  for (const [key, most] of [
    [account, limit],
    [address, limit * ADDRESS_SHARE],
  ] as const) {
    const taken = await takeAttempt(cx.store, key, most, cx.now);
    if (taken.allowed) continue;
    const { retry_after_s } = taken;
    return again(429, { kind: 'too-many-attempts', retry_after_s }, { 'Retry-After': String(retry_after_s) });
  }
  const user = await verifyPassword(username, request.params.get('password') ?? '', cx);
  if (user === undefined) {
    await auditRefusal(username, pending, cx);
    return again(401, { kind: 'wrong-credentials' });
  }
  await refundAttempt(cx.store, account, cx.now);
  await refundAttempt(cx.store, address, cx.now);
  if (user === 'busy') return again(503, { kind: 'busy' }, { 'Retry-After': '2' });
  return signIn(user, ['pwd'], pending, request, cx);
}

/** Takes as long for a stranger as for a person with a wrong password; a disabled person learns nothing more. */
async function verifyPassword(username: string, password: string, cx: Context): Promise<User | 'busy' | undefined> {
  const user = await findUserByUsername(cx.store, username);
  try {
    const matches = await cx.passwords.verify(user?.password_hash, password);
    return matches && user !== undefined && !user.disabled ? user : undefined;
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

async function auditRefusal(username: string, pending: Pending, cx: Context): Promise<void> {
  await cx.store.transaction((within) =>
    appendAudit(within, {
      at: cx.now,
      type: 'sign-in.refused',
      actor: usernameKey(username),
      target: pending.application.client_id,
      address: cx.address,
      detail: { because: 'wrong credentials' },
    }),
  );
}
