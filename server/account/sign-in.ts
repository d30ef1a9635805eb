/**
 * Signing in to one's own account, where no application is on the way, or on the way to type the code of a device. Bound to the browser, so that nobody is signed in as another.
 */
import type { LoginView } from '../contract/pages.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import { signIn } from '../engine/authorize/sign-in.ts';
import type { Context } from '../engine/context.ts';
import { LONGEST_USERNAME, provePassword } from '../engine/prove-password.ts';
import type { EndpointRequest, EndpointResponse, PageResponse } from '../engine/wire.ts';
import { readUserCode } from '../spec/user-code.ts';
import { HOME } from './visit.ts';

export const SIGN_IN_PATH = '/account/sign-in';

export function showSignIn(request: EndpointRequest, cx: Context): PageResponse {
  return page(request, { status: 200, username: '' }, cx);
}

/** Whether it is asked for on the way to type the code of a device. */
export function isForDevice({ params }: Pick<EndpointRequest, 'params'>): boolean {
  return params.get('to') === DEVICE;
}

/** Where somebody goes who is signed in: back to the code that they came from, or to the account. RFC 8628 §3.3 */
export function onwards({ params }: Pick<EndpointRequest, 'params'>, cx: Context): string {
  const device = isForDevice({ params }) ? cx.urls.endpoint('device-verification') : undefined;
  if (device === undefined) return cx.urls.page(HOME);
  const user_code = readUserCode(params.get('user_code') ?? '');
  return user_code === undefined ? device : `${device}?user_code=${user_code}`;
}

const DEVICE = 'device';

/** Answers with the way to where they wanted to, or with the page again. */
export async function takeSignIn(request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const { params, cookies } = request;
  const username = (params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const own =
    cookies.browser !== undefined && secretMatches(params.get('csrf') ?? '', hashSecret(csrfOf(cookies.browser, cx)));
  if (!own) return page(request, { status: 200, username }, cx);
  const proof = await provePassword({ username, password: params.get('password') ?? '', client_id: '' }, cx);
  switch (proof.kind) {
    case 'proved': {
      const { cookies: made } = await signIn(
        proof.user,
        { amr: ['pwd'] },
        { signedIn: undefined, application: { client_id: '' } },
        request,
        cx,
      );
      return {
        kind: 'redirect',
        status: 303,
        location: onwards(request, cx),
        ...(made === undefined ? {} : { cookies: made }),
      };
    }
    case 'wrong-credentials':
      return page(request, { status: 401, username, error: proof }, cx);
    case 'too-many-attempts': {
      const headers = { 'Retry-After': String(proof.retry_after_s) };
      return { ...page(request, { status: 429, username, error: proof }, cx), headers };
    }
    case 'busy':
      return { ...page(request, { status: 503, username, error: proof }, cx), headers: { 'Retry-After': '2' } };
    default:
      return proof satisfies never;
  }
}

function page(
  request: EndpointRequest,
  shown: Pick<LoginView, 'status' | 'username' | 'error'>,
  cx: Context,
): PageResponse {
  const { cookies, params } = request;
  const browser = cookies.browser ?? cx.secrets.random();
  return {
    kind: 'page',
    status: shown.status,
    view: {
      page: 'login',
      action: SIGN_IN_PATH,
      csrf: csrfOf(browser, cx),
      fields: isForDevice(request) ? [['to', DEVICE] as const, ...codeIn(params)] : [],
      application: { client_name: 'your account', host: new URL(cx.urls.page('/')).host },
      ...shown,
    },
    ...(cookies.browser === undefined ? { cookies: { browser: { value: browser } } } : {}),
  };
}

function codeIn(params: EndpointRequest['params']): readonly (readonly [string, string])[] {
  const user_code = readUserCode(params.get('user_code') ?? '');
  return user_code === undefined ? [] : [['user_code', user_code]];
}

function csrfOf(browser: string, cx: Context): string {
  return cx.secrets.derive('csrf', `account sign-in ${browser}`);
}
