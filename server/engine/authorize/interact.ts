/** The pages between an authorization request and its answer: shows the one that is due, takes its answer, goes on. */
import { getLiveSession } from '../../directory/sessions.ts';
import { OAuthError, type OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { InteractionName } from '../../spec/vocabulary.ts';
import type { PendingRequest, Session, Ticket } from '../../storage/records/flow.ts';
import type { AcceptedConsent } from '../../storage/records/hand-overs.ts';
import { leadsTo, sourceOf } from '../application-view.ts';
import type { Context } from '../context.ts';
import { openerPolicy } from '../opener-policy.ts';
import { PageError } from '../page-error.ts';
import { runStep } from '../step.ts';
import type { EndpointRequest, EndpointResponse, RedirectResponse, ResponseCookies } from '../wire.ts';
import { progressOf } from './elsewhere.ts';
import { grantAccess } from './grant-access.ts';
import { devicePage, grantDevice, refuseDevice } from './grant-device.ts';
import type { Answered, Interaction, InteractionForm } from './interactions/interaction.ts';
import { leadToProgram, type Noted } from './lead-to-program.ts';
import { type Next, nextInteraction } from './next-interaction.ts';
import { gatherPending, type Pending } from './pending.ts';
import { consumePushed } from './pushed-request.ts';
import { recordRefusal, type Refusal } from './record-refusal.ts';
import { respondWithError } from './respond.ts';
import {
  assertOwnForm,
  changeTicket,
  consumeTicket,
  createTicket,
  csrfToken,
  type OpenTicket,
  openTicket,
} from './ticket.ts';
import { withTicketOfLink } from './ticket-of-link.ts';

/** How a request came as far as it has, beside what is asked. */
export interface Course {
  /** As it came, but for what the person chose of it. */
  readonly request: PendingRequest;
  /** The scopes that it asked for before that. */
  readonly asked: readonly string[];
  /** Of a page of ours, where one was shown. */
  readonly open?: OpenTicket;
  /** Of a sign-in program that signed the person in. */
  readonly noted?: Noted;
  /** Of one that asked them for their consent. */
  readonly agreed?: AcceptedConsent;
}

/** Leads the browser to whoever asks next: to a page of ours, or to a program of the office's own. */
export async function leadOn(
  { interaction, elsewhere, otherwise }: Next,
  pending: Pending,
  course: Course,
  request: EndpointRequest,
  cx: Context,
): Promise<RedirectResponse> {
  if (elsewhere === undefined) {
    return showInteraction(interaction, course.open ?? (await openFor(pending, course, request, cx)), request, cx);
  }
  const to = { ...elsewhere, instead_of: interaction.name, skip: otherwise === undefined };
  return leadToProgram(to, pending, course, request, cx);
}

/** What was done elsewhere goes on record; a request that just came travels in its ticket. */
async function openFor(
  { signedIn, done, passed }: Pending,
  { request, asked }: Course,
  from: EndpointRequest,
  cx: Context,
): Promise<OpenTicket> {
  const open = createTicket(request, from, cx);
  if (done.length + passed.length === 0) return open;
  const so_far = { asked, done, passed, ...(signedIn === undefined ? {} : { session_id: signedIn.session.id }) };
  const ticket = await cx.store.transaction((within) =>
    changeTicket(within, open.ticket, (old) => ({ ...old, ...so_far })),
  );
  return { ...open, ticket };
}

function showInteraction(
  interaction: Interaction,
  open: OpenTicket,
  request: EndpointRequest,
  cx: Context,
): RedirectResponse {
  return {
    kind: 'redirect',
    status: request.method === 'POST' ? 303 : 302,
    location: `${addressOf(interaction, cx)}?ticket=${open.value}`,
    ...(request.cookies.browser === open.browser ? {} : { cookies: { browser: { value: open.browser } } }),
  };
}

/** GET shows the page `name`, POST takes its answer; a page that is not the one that is due leads to the one that is. */
export async function interact(
  name: InteractionName,
  asked: EndpointRequest,
  outer: Context,
): Promise<EndpointResponse> {
  const request = await withTicketOfLink(name, asked, outer);
  const open = await openTicket(request, outer);
  const { flow_id } = open.ticket.request;
  outer.trace?.join(flow_id);
  const cx = { ...outer, flow_id };
  if (request.method === 'POST') assertOwnForm(request, open, cx);
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  const pending = await gatherPending(open.ticket.request, session, progressOf(open.ticket, session), cx);
  const next = nextInteraction(pending, cx.now);
  if (next?.interaction.name !== name || next.elsewhere !== undefined) {
    return goOn(pending, courseOf(open), request, cx);
  }
  const form = formOf(next.interaction, pending, { open, link: request.params.get('link') }, cx);
  if (request.method === 'GET' || isForAnother(next.interaction, pending, request)) {
    const view = await next.interaction.show(pending, form, cx);
    return { kind: 'page', status: 200, view, headers: openerPolicy(pending, cx) };
  }
  const answered = await runStep(next.interaction, { pending, form, request }, cx);
  return take(answered, next.interaction, pending, open, request, cx);
}

async function take(
  answered: Answered,
  interaction: Interaction,
  pending: Pending,
  open: OpenTicket,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  switch (answered.kind) {
    case 'again':
      return {
        kind: 'page',
        status: answered.status,
        view: answered.view,
        headers: { ...openerPolicy(pending, cx), ...answered.headers },
      };
    case 'refused':
      return refuse({ ...answered, type: 'consent.refused' }, pending, courseOf(open), request, cx);
    case 'done': {
      const session = answered.session ?? pending.signedIn?.session;
      const ticket = await advance(open.ticket, interaction.name, answered, pending, session, cx);
      const { done, passed = [] } = ticket;
      const gathered = await gatherPending(ticket.request, session, { done, passed }, cx);
      const response = await goOn(gathered, courseOf({ ...open, ticket }), request, cx);
      return withCookies(response, answered.cookies);
    }
  }
}

/** Notes on the ticket what has been done, unless it is over meanwhile. */
function advance(
  before: Ticket,
  name: InteractionName,
  { scope, prompt }: Answered & { kind: 'done' },
  pending: Pending,
  session: Session | undefined,
  cx: Context,
): Promise<Ticket> {
  const { asked = before.request.scope } = before;
  const change = (old: Ticket): Ticket => ({
    ...old,
    asked,
    request: { ...old.request, ...(scope === undefined ? {} : { scope }), ...(prompt === undefined ? {} : { prompt }) },
    done: [...pending.done, name],
    ...(session === undefined ? {} : { session_id: session.id }),
  });
  return cx.store.transaction((within) => changeTicket(within, before, change));
}

function courseOf(open: OpenTicket): Course {
  const { request, asked = request.scope } = open.ticket;
  return { request, asked, open };
}

/** Answers the application, or leads to whoever asks next. */
export async function goOn(
  pending: Pending,
  course: Course,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const unsuited = whyUnsuited(pending);
  if (unsuited !== undefined) return refuse(unsuited, pending, course, request, cx);
  const next = nextInteraction(pending, cx.now);
  const silent = next && whyNotSilently(next, pending.request);
  if (silent !== undefined) return refuse(silent, pending, course, request, cx);
  try {
    if (next !== undefined) return await leadOn(next, pending, course, request, cx);
    return await conclude(pending, course, request, cx);
  } catch (error) {
    if (error instanceof PageError || !(error instanceof OAuthError)) throw error;
    return refuse(error, pending, course, request, cx);
  }
}

async function conclude(
  pending: Pending,
  { open, asked, agreed }: Course,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const { signedIn } = pending;
  if (signedIn === undefined) throw new Error('nothing to ask, and nobody signed in');
  const circumstances = { ticket: open?.ticket, asked, request, ...(agreed === undefined ? {} : { agreed }) };
  const { device } = pending.request;
  if (device !== undefined) return grantDevice({ ...pending, signedIn }, device, circumstances, cx);
  return grantAccess({ ...pending, signedIn }, circumstances, cx);
}

/** Why prompt=none ends here; undefined where nobody has to be asked. OIDC Core §3.1.2.6 */
export function whyNotSilently(
  { interaction, otherwise }: Next,
  { prompt }: PendingRequest,
): { readonly code: OAuthErrorCode; readonly description: string } | undefined {
  if (otherwise === undefined || !prompt.includes('none')) return undefined;
  return { code: otherwise, description: `prompt=none was sent, but ${interaction.name} is needed` };
}

/** After signing in it is certain that the person is not the one whom the application expected. OIDC Core §3.1.2.1 */
const SOMEBODY_ELSE = {
  code: 'login_required',
  description: 'somebody else signed in than the person whom the request names',
} as const;

/** And that they did not prove who they are in a way that it insists on. OIDC Core §5.5.1.1 */
const OTHER_ACR = {
  code: 'unmet_authentication_requirements',
  description: 'the person signed in, but in none of the ways that the essential acr of claims names',
} as const;

function whyUnsuited({ request, signedIn, done }: Pending): Refusal | undefined {
  if (signedIn === undefined || !done.includes('login')) return undefined;
  if (request.hinted_sub !== undefined && request.hinted_sub !== signedIn.sub) return SOMEBODY_ELSE;
  return request.essential_acr?.includes(signedIn.session.acr) === false ? OTHER_ACR : undefined;
}

/** Tells the application, or the device, that nothing comes of it. */
export async function refuse(
  error: Refusal,
  pending: Pending,
  { open, request: asked }: Course,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const { application, signedIn } = pending;
  const { device } = asked;
  await cx.store.transaction(async (within) => {
    if (open !== undefined) await consumeTicket(within, open.ticket, cx.now);
    await consumePushed(within, asked, cx);
    await recordRefusal(within, pending, error, cx);
    if (device !== undefined) await refuseDevice(within, device, cx.now);
  });
  if (device !== undefined) return devicePage(pending, error.type === 'consent.refused' ? 'refused' : 'unsuited', cx);
  const by = { request, session: signedIn?.session };
  return respondWithError({ ...pending.request, application, state: asked.state }, error, by, cx);
}

/** A page that was shown to one person, answered after another signed in beside it in the same browser. */
function isForAnother({ personal }: Interaction, { signedIn }: Pending, { params }: EndpointRequest): boolean {
  return personal && params.get('sid') !== signedIn?.session.sid;
}

function formOf(
  interaction: Interaction,
  pending: Pending,
  { open, link }: { readonly open: OpenTicket; readonly link: string | undefined },
  cx: Context,
): InteractionForm {
  const { personal } = interaction;
  const sid = personal ? pending.signedIn?.session.sid : undefined;
  return {
    action: new URL(addressOf(interaction, cx)).pathname,
    csrf: csrfToken(open, cx),
    fields: [
      ['ticket', open.value],
      ...(sid === undefined ? [] : [['sid', sid] as const]),
      ...(link === undefined ? [] : [['link', link] as const]),
    ],
    leads_to: [
      ...leadsTo(pending.application, open.ticket.request.redirect_uri),
      ...Object.values(pending.elsewhere).map(({ url }) => sourceOf(url)),
    ],
  };
}

function addressOf({ name, page }: Interaction, cx: Context): string {
  return (page && cx.urls.endpoint(page)) ?? cx.urls.page(`/interaction/${name}`);
}

/** An answer with further cookies, where it is one that a browser takes. */
export function withCookies(response: EndpointResponse, cookies: ResponseCookies | undefined): EndpointResponse {
  if (cookies === undefined || (response.kind !== 'redirect' && response.kind !== 'page')) return response;
  return { ...response, cookies: { ...response.cookies, ...cookies } };
}
