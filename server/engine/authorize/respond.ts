/**
 * Sends an authorization response to the application: with `iss` unless its dialect leaves that out, with `state` where the
 * request had one, and `session_state`.
 */
import type { ResponseMode } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Session } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { RESPONSE_MODES } from '../response-modes/index.ts';
import { browserStateOf, sessionState } from '../session-state.ts';
import { runStep } from '../step.ts';
import { signResponse } from './sign-response.ts';
import type { EndpointRequest, PageResponse, RedirectResponse } from '../wire.ts';

export interface Addressee {
  readonly application: Application;
  readonly redirect_uri: string;
  readonly response_mode: ResponseMode;
  readonly state: string | undefined;
  /** What was asked for. */
  readonly scope: readonly string[];
}

/** The browser that takes the answer along. */
export interface Carrier {
  readonly request: Pick<EndpointRequest, 'method' | 'cookies'>;
  /** Its live one. */
  readonly session: Session | undefined;
}

/** RFC 6749 §4.1.2, RFC 9207 §2, OIDC Session Management §2, JARM §2.1 */
export async function respond(
  to: Addressee,
  params: Readonly<Record<string, string>>,
  { request, session }: Carrier,
  cx: Context,
): Promise<RedirectResponse | PageResponse> {
  const signed = to.response_mode.endsWith('.jwt');
  const plain = to.response_mode.replace(/\.jwt$/, '');
  const row = RESPONSE_MODES.find((known) => known.response_mode === plain);
  if (row === undefined) throw new Error(`no response mode ${to.response_mode}`);
  const { application, redirect_uri } = to;
  const browser_state = browserStateOf(request, session, cx);
  const session_state = isMonitored(to, params['error'], cx)
    ? sessionState({ client_id: application.client_id, redirect_uri }, browser_state, cx)
    : undefined;
  const pairs = [
    ...Object.entries(params),
    ...(to.state === undefined ? [] : [['state', to.state] as const]),
    ...(namesIssuer(application, signed, cx) ? [['iss', cx.urls.issuer(application)] as const] : []),
    ...(session_state === undefined ? [] : [['session_state', session_state] as const]),
  ];
  const carried = signed ? await runStep(signResponse, { application, params: pairs }, cx) : pairs;
  const status = request.method === 'POST' ? 303 : 302;
  const response = await runStep(row, { application, redirect_uri, params: carried, status }, cx);
  const told = session_state === undefined || browser_state.value === request.cookies.browser_state;
  return told ? response : { ...response, cookies: { browser_state } };
}

/** A signed answer is a JWT, which has an issuer. JARM §2.1 */
function namesIssuer({ dialect }: Application, signed: boolean, { traits }: Context): boolean {
  return signed || traits[dialect]?.authorization_response_iss !== 'left out';
}

/** What prompt=none says of the session; every other refusal is about the request. OIDC Core §3.1.2.6 */
const ABOUT_SESSION: readonly string[] = [
  'login_required',
  'account_selection_required',
  'consent_required',
  'interaction_required',
];

/** Only who asked for an identity has one to lose, and only some dialects have the frame to ask. */
function isMonitored({ scope, application }: Addressee, error: string | undefined, cx: Context): boolean {
  if (error !== undefined && !ABOUT_SESSION.includes(error)) return false;
  return scope.includes('openid') && cx.urls.endpoint('check-session', application) !== undefined;
}

/** RFC 6749 §4.1.2.1 */
export function respondWithError(
  to: Addressee,
  error: { readonly code: string; readonly description: string },
  by: Carrier,
  cx: Context,
): Promise<RedirectResponse | PageResponse> {
  return respond(to, { error: error.code, error_description: error.description }, by, cx);
}
