/** Sends an authorization response to the application: always with `iss` and, where the request had one, `state`. */
import type { OAuthError } from '../../spec/oauth-error.ts';
import type { ResponseMode } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import { RESPONSE_MODES } from '../response-modes/index.ts';
import { runStep } from '../step.ts';
import { signResponse } from './sign-response.ts';
import type { EndpointRequest, PageResponse, RedirectResponse } from '../wire.ts';

export interface Addressee {
  readonly application: Application;
  readonly redirect_uri: string;
  readonly response_mode: ResponseMode;
  readonly state: string | undefined;
}

/** RFC 6749 §4.1.2, RFC 9207 §2, JARM §2.1 */
export async function respond(
  to: Addressee,
  params: Readonly<Record<string, string>>,
  method: EndpointRequest['method'],
  cx: Context,
): Promise<RedirectResponse | PageResponse> {
  const signed = to.response_mode.endsWith('.jwt');
  const plain = to.response_mode.replace(/\.jwt$/, '');
  const row = RESPONSE_MODES.find((known) => known.response_mode === plain);
  if (row === undefined) throw new Error(`no response mode ${to.response_mode}`);
  const pairs = [
    ...Object.entries(params),
    ...(to.state === undefined ? [] : [['state', to.state] as const]),
    ['iss', cx.urls.issuer(to.application)] as const,
  ];
  const { application, redirect_uri } = to;
  const carried = signed ? await runStep(signResponse, { application, params: pairs }, cx) : pairs;
  return runStep(row, { application, redirect_uri, params: carried, status: method === 'POST' ? 303 : 302 }, cx);
}

/** RFC 6749 §4.1.2.1 */
export function respondWithError(
  to: Addressee,
  error: Pick<OAuthError, 'code' | 'description'>,
  method: EndpointRequest['method'],
  cx: Context,
): Promise<RedirectResponse | PageResponse> {
  return respond(to, { error: error.code, error_description: error.description }, method, cx);
}
