/**
 * Somebody comes back from the office's own sign-in program: what it decided is taken once, from the browser that left, and
 * the request goes on as if a page of ours had been answered.
 */
import { getLiveSession } from '../../directory/sessions.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { AcceptedConsent, AcceptedLogin, HandOver, SignInPaper } from '../../storage/records/hand-overs.ts';
import { ACR_PROGRAM } from '../acr.ts';
import type { Context } from '../context.ts';
import { type Answered, useVerifier } from '../hand-over/papers.ts';
import { runStep, type Step } from '../step.ts';
import type { EndpointRequest, EndpointResponse, ResponseCookies } from '../wire.ts';
import { type Progress, progressOf } from './elsewhere.ts';
import { type Course, goOn, refuse, withCookies } from './interact.ts';
import type { Noted } from './lead-to-program.ts';
import { gatherPending } from './pending.ts';
import { extendSignIn, signIn } from './sign-in.ts';

type Handed = HandOver & SignInPaper;
type Taken = Answered<'login' | 'consent'>;

const VERIFIERS: Readonly<Record<'login' | 'consent', Step<EndpointRequest, Taken>>> = {
  login: {
    name: 'login_verifier',
    spec: 'OIDC Core §3.1.2.3',
    run: (request, cx) => useVerifier('login', request, cx),
  },
  consent: {
    name: 'consent_verifier',
    spec: 'OIDC Core §3.1.2.4',
    run: (request, cx) => useVerifier('consent', request, cx),
  },
};

/** Throws PageError for a verifier that is worth nothing in this browser. */
export async function comeBack(
  kind: 'login' | 'consent',
  request: EndpointRequest,
  outer: Context,
): Promise<EndpointResponse> {
  const handed = await runStep(VERIFIERS[kind], request, outer);
  outer.trace?.join(handed.request.flow_id);
  const cx = { ...outer, flow_id: handed.request.flow_id };
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  const { answer } = handed;
  switch (answer.kind) {
    case 'login':
      return afterLogin(handed, answer, session, request, cx);
    case 'consent':
      return afterConsent(handed, answer, session, request, cx);
    case 'rejected':
      return afterNo(handed, answer, session, request, cx);
    case 'device':
    case 'logout':
      throw new Error(`${kind} was answered with ${answer.kind}`);
    default:
      return answer satisfies never;
  }
}

/** Signs in whom the program names. Who is known already stays so, if it is still the same in this browser. */
async function afterLogin(
  handed: Handed,
  answer: AcceptedLogin,
  session: Session | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const course = { ...courseOf(handed), noted: notesOf(handed, answer) };
  if (handed.skip) {
    const same = session !== undefined && session.id === handed.session_id;
    const cookies = same && answer.extends ? await extendSignIn(session, request, cx) : undefined;
    return proceed(course, session, passedBy(handed, session), cookies, request, cx);
  }
  const user = await cx.store.collection('users').get(answer.user_id);
  if (user === undefined || user.disabled) return refuseGone(course, session, request, cx);
  const { known_for_s, acr = ACR_PROGRAM, amr } = answer;
  const by = handed.answered_by ?? '';
  const vouched = { by, ...(known_for_s === undefined ? {} : { known_for_s }) };
  const before = session === undefined ? undefined : { session };
  const asked = { signedIn: before, application: handed.request };
  const made = await signIn(user, { amr, acr, vouched }, asked, request, cx);
  const progress = { done: [...handed.done, 'login'], passed: [...handed.passed, 'login'] } as const;
  return proceed(course, made.session, progress, made.cookies, request, cx);
}

/** What was allowed counts for the person who was to be asked; another one who signed in meanwhile begins anew. */
function afterConsent(
  handed: Handed,
  answer: AcceptedConsent,
  session: Session | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  if (session === undefined || session.id !== handed.session_id) {
    return proceed(courseOf(handed), session, { done: [], passed: [] }, undefined, request, cx);
  }
  const { scope, audience } = answer;
  const course = { ...courseOf(handed), request: { ...handed.request, scope, audience }, agreed: answer };
  return proceed(course, session, passedBy(handed, session), undefined, request, cx);
}

/** As the program spelled it: its words are for the application. */
async function afterNo(
  handed: Handed,
  { error, description }: { readonly error: string; readonly description: string },
  session: Session | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const pending = await gatherPending(handed.request, session, progressOf(handed, session), cx);
  const type = handed.kind === 'consent' ? 'consent.refused' : 'authorization.refused';
  return refuse({ code: error, description, type }, pending, courseOf(handed), request, cx);
}

async function refuseGone(
  course: Course,
  session: Session | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const pending = await gatherPending(course.request, session, { done: [], passed: [] }, cx);
  const description = 'the person may not sign in here any more';
  return refuse({ code: 'access_denied', description }, pending, course, request, cx);
}

async function proceed(
  course: Course,
  session: Session | undefined,
  progress: Progress,
  cookies: ResponseCookies | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  const pending = await gatherPending(course.request, session, progress, cx);
  return withCookies(await goOn(pending, course, request, cx), cookies);
}

function courseOf({ request, asked, login_challenge, context }: Handed): Course {
  const noted = login_challenge === undefined ? {} : { noted: { login_challenge, ...noteOf(context) } };
  return { request, asked, ...noted };
}

function notesOf({ challenge = '' }: Handed, { context }: AcceptedLogin): Noted {
  return { login_challenge: challenge, ...noteOf(context) };
}

function noteOf(context: Noted['context']) {
  return context === undefined ? {} : { context };
}

/** Where nothing had to be asked the person did nothing. */
function passedBy(handed: Handed, session: Session | undefined): Progress {
  const { done, passed } = progressOf(handed, session);
  const { instead_of, skip } = handed;
  const counts = session !== undefined && session.id === handed.session_id;
  if (!counts) return { done, passed };
  return { done: skip ? done : [...done, instead_of], passed: [...passed, instead_of] };
}
