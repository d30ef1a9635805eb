/** Signing in with username and password. */
import type { LoginView } from '../../../contract/pages.ts';
import { provenRecently } from '../../../directory/proven-recently.ts';
import { describeApplication } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { LONGEST_USERNAME, provePassword } from '../../prove-password.ts';
import { asksForAdmin } from '../asks-for-admin.ts';
import { signIn } from '../sign-in.ts';
import type { Pending } from '../pending.ts';
import type { Answered, Answering, Interaction, InteractionForm } from './interaction.ts';

export const login: Interaction = {
  name: 'login',
  personal: false,
  spec: 'OIDC Core §3.1.2.3',
  needed({ request, signedIn, done, elsewhere }, now) {
    if (signedIn === undefined) return 'login_required';
    // What another program says of somebody opens no right over the office.
    const stale = signedIn.session.known_until !== undefined || !provenRecently(signedIn.session.auth_time, now);
    if (stale && asksForAdmin({ request, signedIn })) return 'login_required';
    if (done.includes('login')) return undefined;
    if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.sub) return 'login_required';
    if (request.prompt.includes('login')) return 'login_required';
    if (elsewhere.login !== undefined && request.prompt.includes('select_account')) return 'account_selection_required';
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
  const password = request.params.get('password') ?? '';
  const proof = await provePassword({ username, password, client_id: pending.application.client_id }, cx);
  switch (proof.kind) {
    case 'proved':
      return signIn(proof.user, { amr: ['pwd'] }, pending, request, cx);
    case 'wrong-credentials':
      return again(401, proof);
    case 'too-many-attempts':
      return again(429, proof, { 'Retry-After': String(proof.retry_after_s) });
    case 'busy':
      return again(503, proof, { 'Retry-After': '2' });
    default:
      return proof satisfies never;
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
