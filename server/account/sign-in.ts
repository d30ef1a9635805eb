/** Signing in to one's own account, where no application is on the way. Bound to the browser, so that nobody is signed in as another. */
import type { LoginView } from '../contract/pages.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import { signIn } from '../engine/authorize/sign-in.ts';
import type { Context } from '../engine/context.ts';
import { LONGEST_USERNAME, provePassword } from '../engine/prove-password.ts';
import type { EndpointRequest, EndpointResponse, PageResponse } from '../engine/wire.ts';
import { HOME } from './visit.ts';

export const SIGN_IN_PATH = '/account/sign-in';

export function showSignIn(request: EndpointRequest, cx: Context): PageResponse {
  return page(request, { status: 200, username: '' }, cx);
}

/** Answers with the way to the account, or with the page again. */
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
        location: cx.urls.page(HOME),
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
  { cookies }: EndpointRequest,
  shown: Pick<LoginView, 'status' | 'username' | 'error'>,
  cx: Context,
): PageResponse {
  const browser = cookies.browser ?? cx.secrets.random();
  return {
    kind: 'page',
    status: shown.status,
    view: {
      page: 'login',
      action: SIGN_IN_PATH,
      csrf: csrfOf(browser, cx),
      fields: [],
      application: { client_name: 'your account', host: new URL(cx.urls.page('/')).host },
      ...shown,
    },
    ...(cookies.browser === undefined ? { cookies: { browser: { value: browser } } } : {}),
  };
}

function csrfOf(browser: string, cx: Context): string {
  return cx.secrets.derive('csrf', `account sign-in ${browser}`);
}
