/** The authorization endpoint: checks the request, then answers it, asks the person first, or says why neither can be. */
import { getLiveSession } from '../../directory/sessions.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Params } from '../../spec/params.ts';
import type { PendingRequest } from '../../storage/records/flow.ts';
import { findApplicationAsked } from '../authorize/find-application-asked.ts';
import { grantAccess } from '../authorize/grant-access.ts';
import { identifyTarget } from '../authorize/identify-target.ts';
import type { Target } from '../authorize/target.ts';
import { comeBack } from '../authorize/come-back.ts';
import { elsewhereFor, NOTHING_DONE } from '../authorize/elsewhere.ts';
import { leadOn, whyNotSilently, withCookies } from '../authorize/interact.ts';
import { verifierOf } from '../hand-over/papers.ts';
import { toldOf } from '../hand-over/told.ts';
import { nextInteraction } from '../authorize/next-interaction.ts';
import { gatherPending, type Pending, type SignedIn } from '../authorize/pending.ts';
import { recordRefusal } from '../authorize/record-refusal.ts';
import { respondWithError } from '../authorize/respond.ts';
import { openRequestObject } from '../authorize/open-request-object.ts';
import { namesPushed, openPushed, type Pushed } from '../authorize/pushed-request.ts';
import { RefusedObject } from '../authorize/refused-object.ts';
import { signIn } from '../authorize/sign-in.ts';
import { modeFor } from '../authorize/response-type-of.ts';
import { CHECKS } from '../authorize/checks/index.ts';
import { validateRequest } from '../authorize/validate-request.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { redeemLoginTicket } from '../login-ticket.ts';
import { PageError } from '../page-error.ts';
import { runStep } from '../step.ts';
import type { EndpointRequest, EndpointResponse } from '../wire.ts';

export const authorize: Endpoint = {
  name: 'authorize',
  spec: 'RFC 6749 §3.1',
  methods: ['GET', 'POST'],
  audience: 'browser',
  cors: false,
  async run(request, outer) {
    for (const kind of ['login', 'consent'] as const) {
      if (request.params.has(verifierOf(kind))) return comeBack(kind, request, outer);
    }
    const { params, refused, pushed, signed = false } = await readParams(request.params, outer);
    const cx = pushed === undefined ? outer : { ...outer, flow_id: pushed.flow_id };
    const target = await findTarget(params, refused, cx);
    try {
      if (refused !== undefined) throw refused;
      await runStep(CHECKS.pushedOnly, { ...target, pushed }, cx);
      await runStep(CHECKS.signedOnly, { ...target, signed }, cx);
      const asked = await withTold(await validateRequest(target, cx), target, request, cx);
      const pending = pushed === undefined ? asked : { ...asked, pushed };
      return await answer(pending, params.get('login_ticket'), request, cx);
    } catch (error) {
      if (error instanceof PageError || !(error instanceof OAuthError)) throw error;
      cx.counts.add('authorization.turned_away', target.application.client_id, error.because, cx.address);
      const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
      return respondWithError(addresseeOf(target), error, { request, session }, cx);
    }
  },
};

/** Where the answer's address stood in an object that doesn't count, the person is told of the object. */
async function findTarget(params: Params, refused: OAuthError | undefined, cx: Context): Promise<Target> {
  try {
    return await runStep(identifyTarget, params, cx);
  } catch (error) {
    if (!(refused instanceof RefusedObject) || params.has('redirect_uri')) throw error;
    const application = await findApplicationAsked(params.get('client_id') ?? '', cx);
    throw application === undefined ? error : refused.page(application);
  }
}

interface ReadParams {
  readonly params: Params;
  /** What is wrong with the request object: told to the address that stands beside it, if that is a registered one. */
  readonly refused?: OAuthError;
  /** Where the application sent it ahead. */
  readonly pushed?: Pushed;
  /** Whether all of it stood in a request object. */
  readonly signed?: boolean;
}

async function readParams(sent: Params, cx: Context): Promise<ReadParams> {
  if (namesPushed(sent)) return runStep(openPushed, sent, cx);
  if (!sent.has('request') && !sent.has('request_uri')) return { params: sent };
  try {
    return { params: await runStep(openRequestObject, sent, cx), signed: true };
  } catch (error) {
    // Of an application that nobody can look up there is no address to tell it to.
    if (error instanceof PageError || !(error instanceof OAuthError)) throw error;
    return { params: sent, refused: error };
  }
}

/** Whoever comes with a good login ticket is signed in first; any other ticket is none, and they are asked as everybody is. */
async function answer(
  asked: PendingRequest,
  login_ticket: string | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  const pending = await gatherPending(asked, session, NOTHING_DONE, cx);
  const from = { client_id: asked.client_id, browser: request.cookies.browser };
  const proven = await redeemLoginTicket(login_ticket, from, cx);
  if (proven === undefined) return goOn(pending, request, cx);
  const signed = await signIn(proven.user, { amr: proven.amr }, pending, request, cx);
  // As on the page: who has just signed in is not asked for it again.
  const fresh = { ...asked, prompt: asked.prompt.filter((each) => each !== 'login') };
  const response = await goOn(await gatherPending(fresh, signed.session, NOTHING_DONE, cx), request, cx);
  return withCookies(response, signed.cookies);
}

async function goOn(pending: Pending, request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const asked = pending.request;
  const next = nextInteraction(pending, cx.now);
  const { signedIn } = pending;
  if (next === undefined && signedIn !== undefined) return letIn({ ...pending, signedIn }, request, cx);
  if (next === undefined) throw new Error('nothing to ask, and nobody signed in');
  const silent = whyNotSilently(next, asked);
  if (silent !== undefined) throw new OAuthError(silent.code, silent.description);
  return leadOn(next, pending, { request: asked, asked: asked.scope }, request, cx);
}

/** With what a program of the office's own is told of it, where one is asked. */
async function withTold(
  asked: PendingRequest,
  { application, params }: Target,
  request: EndpointRequest,
  cx: Context,
): Promise<PendingRequest> {
  if (Object.keys(elsewhereFor(asked, application, cx)).length === 0) return asked;
  const endpoint = cx.urls.endpoint('authorize', application) ?? cx.urls.page('/');
  return { ...asked, told: await toldOf(endpoint, request.params, params, cx) };
}

/** A person who is signed in and may not go on sees that, unless the application asked behind their back. */
async function letIn(
  pending: Pending & { readonly signedIn: SignedIn },
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const { request: asked, application, signedIn } = pending;
  try {
    return await grantAccess(pending, { ticket: undefined, asked: asked.scope, request }, cx);
  } catch (error) {
    if (error instanceof PageError || !(error instanceof OAuthError) || asked.prompt.includes('none')) throw error;
    await cx.store.transaction((within) => recordRefusal(within, pending, error, cx));
    const by = { request, session: signedIn.session };
    return respondWithError({ ...asked, application, state: asked.state }, error, by, cx);
  }
}

/** Before a request is valid, its response_mode and state are taken as far as they can be understood: not when they came twice. */
function addresseeOf({ application, redirect_uri, params }: Target) {
  const once = (name: string) => (params.repeated.includes(name) ? undefined : params.get(name));
  const response_mode = modeFor(once('response_type'), once('response_mode'), { application, redirect_uri });
  const scope = (once('scope') ?? '').split(' ');
  return { application, redirect_uri, response_mode, state: once('state'), scope } as const;
}
