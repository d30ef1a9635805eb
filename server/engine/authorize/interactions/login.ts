/** Signing in: with username and password, or with a code or link that was sent by mail. */
import type { LoginView } from '../../../contract/pages.ts';
import { provenRecently } from '../../../directory/proven-recently.ts';
import { ADMIN_SCOPE } from '../../../directory/scopes.ts';
import { ACR_MAIL, ACR_PASSWORD } from '../../acr.ts';
import { describeApplication, nameInMail } from '../../application-view.ts';
import type { Context } from '../../context.ts';
import { askByMail, type MailProven, proveByCode, proveByLink } from '../../mail-proof.ts';
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
    // What another program says of somebody, or a mail, opens no right over the office.
    const { known_until, acr, auth_time } = signedIn.session;
    const stale = known_until !== undefined || acr !== ACR_PASSWORD || !provenRecently(auth_time, now);
    if (stale && asksForAdmin({ request, signedIn })) return 'login_required';
    if (done.includes('login')) return undefined;
    if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.sub) return 'login_required';
    if (request.prompt.includes('login')) return 'login_required';
    if (elsewhere.login !== undefined && request.prompt.includes('select_account')) return 'account_selection_required';
    if (request.essential_acr?.includes(signedIn.session.acr) === false) return 'login_required';
    const tooOld = request.max_age !== undefined && now - signedIn.session.auth_time > request.max_age;
    return tooOld || request.max_age === 0 ? 'login_required' : undefined;
  },
  show(pending, form, cx) {
    const step = valueOf(form, 'link') === undefined ? firstStep(cx) : 'link';
    return loginView(pending, form, { username: suggestedUsername(pending), step }, cx);
  },
  run: (answering, cx) => answerLogin(answering, cx),
};

type Shown = Pick<LoginView, 'username' | 'step' | 'error'>;
type Again = (status: number, shown: Omit<Shown, 'username'>, headers?: Record<string, string>) => Answered;

/** `way` is what a button beside the first one says: another way to sign in, or a step back. */
async function answerLogin(answering: Answering, cx: Context): Promise<Answered> {
  const { pending, form, request } = answering;
  const { params } = request;
  const username = (params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const again: Again = (status, shown, headers = {}) => {
    const view = { ...loginView(pending, form, { username, ...shown }, cx), status };
    return { kind: 'again', status, view, headers };
  };
  const way = params.get('way');
  if (way === 'name') return again(200, { step: firstStep(cx) });
  if (mailOffered(pending, cx) !== undefined) {
    const link = params.get('link');
    if (link !== undefined) return byLink(link, answering, again, cx);
    if (way === 'mail') return sendMail(username, answering, again, cx);
    if (params.has('code')) return byCode(username, answering, again, cx);
  }
  if (!params.has('password') && firstStep(cx) === 'name') {
    if (username.trim() === '') return again(400, { step: 'name', error: { kind: 'name-missing' } });
    // The same for everybody: whether there is such a person, and what they have, is nobody's business yet.
    return again(200, { step: 'password' });
  }
  return byPassword(username, answering, again, cx);
}

async function byPassword(username: string, answering: Answering, again: Again, cx: Context): Promise<Answered> {
  const { pending, request } = answering;
  const password = request.params.get('password') ?? '';
  const step = firstStep(cx) === 'name' ? 'password' : 'all';
  const proof = await provePassword({ username, password, client_id: pending.application.client_id }, cx);
  switch (proof.kind) {
    case 'proved':
      return signIn(proof.user, { amr: ['pwd'] }, pending, request, cx);
    case 'wrong-credentials':
      return again(401, { step, error: proof });
    case 'too-many-attempts':
      return again(429, { step, error: proof }, { 'Retry-After': String(proof.retry_after_s) });
    case 'busy':
      return again(503, { step, error: proof }, { 'Retry-After': '2' });
    default:
      return proof satisfies never;
  }
}

async function sendMail(who: string, answering: Answering, again: Again, cx: Context): Promise<Answered> {
  const { pending } = answering;
  const kind = mailOffered(pending, cx);
  if (who.trim() === '') return again(400, { step: firstStep(cx), error: { kind: 'name-missing' } });
  const ticket = ticketOf(answering);
  const linkOf = (token: string) => `${cx.urls.page('/interaction/login')}?link=${token}`;
  const send = kind === 'link' ? ({ kind, ticket, linkOf } as const) : ({ kind: 'code' } as const);
  const application = nameInMail(pending.application);
  const asked = await askByMail({ place: placeOf(answering), who, application, send }, cx);
  if (asked.kind === 'asked') return again(200, { step: kind === 'link' ? 'sent' : 'code' });
  return again(429, { step: firstStep(cx), error: asked }, { 'Retry-After': String(asked.retry_after_s) });
}

async function byCode(who: string, answering: Answering, again: Again, cx: Context): Promise<Answered> {
  const { pending, request } = answering;
  const code = (request.params.get('code') ?? '').slice(0, 100);
  const { client_id } = pending.application;
  const proven = await proveByCode({ place: placeOf(answering), who, code, client_id }, cx);
  return settle(proven, 'code', answering, again, cx);
}

async function byLink(link: string, answering: Answering, again: Again, cx: Context): Promise<Answered> {
  const proven = await proveByLink(link, ticketOf(answering), answering.pending.application.client_id, cx);
  return settle(proven, firstStep(cx), answering, again, cx);
}

function settle(
  proven: MailProven,
  step: NonNullable<LoginView['step']>,
  { pending, request }: Answering,
  again: Again,
  cx: Context,
): Answered | Promise<Answered> {
  switch (proven.kind) {
    case 'proved':
      return signIn(proven.user, { amr: ['otp'] }, pending, request, cx);
    case 'wrong':
      return again(401, { step, error: { kind: 'wrong-code' } });
    case 'over':
      return again(401, { step, error: { kind: 'code-over' } });
    case 'too-many-attempts':
      return again(429, { step, error: proven }, { 'Retry-After': String(proven.retry_after_s) });
    default:
      return proven satisfies never;
  }
}

function firstStep({ settings }: Context): 'all' | 'name' {
  return settings.sign_in_page === 'name_first' ? 'name' : 'all';
}

/** Nothing where the office does not want it, the application insists on another way, or rights over the office are asked for. */
function mailOffered({ request }: Pending, { settings }: Context): LoginView['by_mail'] {
  const { sign_in_by_mail: kind } = settings;
  if (request.scope.includes(ADMIN_SCOPE)) return undefined;
  return kind === 'off' || request.essential_acr?.includes(ACR_MAIL) === false ? undefined : kind;
}

/** One proof at a time for each interaction, and so for one browser. */
function placeOf(answering: Answering): string {
  return `page ${ticketOf(answering)}`;
}

function ticketOf({ form }: Answering): string {
  return valueOf(form, 'ticket') ?? '';
}

function valueOf({ fields }: InteractionForm, name: string): string | undefined {
  return fields.find(([of]) => of === name)?.[1];
}

function loginView(pending: Pending, form: InteractionForm, shown: Shown, cx: Context): LoginView {
  const { application, request } = pending;
  const by_mail = mailOffered(pending, cx);
  const { step } = shown;
  // A link that was tried is not tried again with whatever is typed next.
  const fields = step === 'link' ? form.fields : form.fields.filter(([name]) => name !== 'link');
  return {
    page: 'login',
    status: 200,
    ...form,
    fields,
    application: describeApplication(application, request.redirect_uri, cx.settings),
    offered: { ...request.offered, ...hintOf(request) },
    ...(by_mail === undefined ? {} : { by_mail }),
    ...(by_mail === undefined || cx.settings.smtp_host !== '' ? {} : { handed_over: true as const }),
    ...shown,
  };
}

function hintOf({ login_hint }: Pending['request']): LoginView['offered'] {
  return login_hint === undefined ? {} : { login_hint: login_hint.slice(0, LONGEST_USERNAME) };
}

function suggestedUsername({ request, signedIn }: Pending): string {
  return request.login_hint?.slice(0, LONGEST_USERNAME) ?? signedIn?.user.username ?? '';
}
