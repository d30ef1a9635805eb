/** Signing in with username and password. */
import { appendAudit } from '../../../audit/append.ts';
import type { LoginView } from '../../../contract/pages.ts';
import { HashingBusy } from '../../../directory/passwords.ts';
import { provenRecently } from '../../../directory/proven-recently.ts';
import { refundSignInAttempt, signInCounters, takeSignInAttempt } from '../../../directory/sign-in-attempts.ts';
import { findUserByUsername } from '../../../directory/users.ts';
import type { User } from '../../../storage/records/directory.ts';
import { describeApplication } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { asksForAdmin } from '../asks-for-admin.ts';
import { signIn } from '../sign-in.ts';
import type { Pending } from '../pending.ts';
import type { Answered, Answering, Interaction, InteractionForm } from './interaction.ts';

const LONGEST_USERNAME = 256;

export const login: Interaction = {
  name: 'login',
  personal: false,
  spec: 'OIDC Core §3.1.2.3',
  needed({ request, signedIn, done }, now) {
    if (signedIn === undefined) return 'login_required';
    const stale = !provenRecently(signedIn.session.auth_time, now);
    if (stale && asksForAdmin({ request, signedIn })) return 'login_required';
    if (done.includes('login')) return undefined;
    if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.sub) return 'login_required';
    if (request.prompt.includes('login')) return 'login_required';
    if (request.essential_acr?.includes(signedIn.session.acr) === false) return 'login_required';
    const tooOld = request.max_age !== undefined && now - signedIn.session.auth_time > request.max_age;
    return tooOld || request.max_age === 0 ? 'login_required' : undefined;
  },
  show: (pending, form, cx) => loginView(pending, form, suggestedUsername(pending), cx),
  run: (answering, cx) => answerLogin(answering, cx),
};

async function answerLogin({ pending, form, request }: Answering, cx: Context): Promise<Answered> {
  const username = (request.params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const again = (status: number, error: LoginView['error'], headers = {}): Answered => {
    const view = { ...loginView(pending, form, username, cx), status, ...(error === undefined ? {} : { error }) };
    return { kind: 'again', status, view, headers };
  };
  const user = await findUserByUsername(cx.store, username);
  const limit = cx.settings.login_attempts_per_minute;
  const counters = await signInCounters(cx.store, { username, user, address: cx.address, limit }, cx.now);
  const taken = await takeSignInAttempt(cx.store, counters, cx.now);
  if (!taken.allowed) {
    const { retry_after_s } = taken;
    cx.counts.add('sign_in.turned_away', pending.application.client_id, 'too many attempts', cx.address);
    return again(429, { kind: 'too-many-attempts', retry_after_s }, { 'Retry-After': String(retry_after_s) });
  }
  const proved = await verifyPassword(user, request.params.get('password') ?? '', cx);
  if (typeof proved === 'string' && proved !== 'busy') {
    await auditRefusal(user, proved, pending, cx);
    return again(401, { kind: 'wrong-credentials' });
  }
  await refundSignInAttempt(cx.store, counters, cx.now);
  if (proved === 'busy') {
    cx.counts.add('sign_in.turned_away', pending.application.client_id, 'too many sign-ins at once', cx.address);
    return again(503, { kind: 'busy' }, { 'Retry-After': '2' });
  }
  return signIn(proved, ['pwd'], pending, request, cx);
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

function loginView(pending: Pending, form: InteractionForm, username: string, cx: Context): LoginView {
  const { application, request } = pending;
  return {
    page: 'login',
    status: 200,
    ...form,
    application: describeApplication(application, request.redirect_uri, cx.settings),
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
