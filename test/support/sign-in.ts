/** The usual way through the pages, for tests that care about what comes before or after it. */
import type { PageView } from '../../server/contract/pages.ts';
import { type Arrived, basic, CHALLENGE, type House, PASSWORD, type TestBrowser, VERIFIER } from './house.ts';

export const CALLBACK = 'https://app.test/callback';

export type Asked = Readonly<Record<string, string | readonly string[] | undefined>>;

export function authorizationRequest(changes: Asked = {}): Asked {
  return {
    client_id: 'app',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile email offline_access',
    state: 'a-state',
    nonce: 'a-nonce',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
}

/** A house with alice and one confidential application that may do everything a person can allow. */
export async function furnish(house: House) {
  const alice = await house.addUser({
    username: 'alice',
    name: 'Alice Example',
    email: 'alice@example.lan',
    email_verified: true,
    groups: [],
  });
  const app = await house.addApplication({
    client_id: 'app',
    client_name: 'The application',
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: ['https://app.test/bye'],
    web_origins: ['https://app.test'],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email groups offline_access',
  });
  return { alice, app };
}

/** Answers whatever page is due until the browser leaves for the application. */
export async function walk(browser: TestBrowser, arrived: Arrived, username = 'alice'): Promise<Arrived> {
  let here = arrived;
  for (let step = 0; step < 6 && here.kind === 'page'; step += 1) {
    const { view } = here;
    if (view.page === 'login') here = await browser.submit(view, { username, password: PASSWORD });
    else if (view.page === 'consent')
      here = await browser.submit(view, { decision: 'allow', scope: view.scopes.map((s) => s.name) });
    else if (view.page === 'select-account') here = await browser.submit(view, { decision: 'continue' });
    else return here;
  }
  return here;
}

export async function authorize(
  _house: House,
  browser: TestBrowser,
  changes: Asked = {},
): Promise<Record<string, string>> {
  const arrived = await walk(browser, await browser.open('authorize', authorizationRequest(changes)));
  if (arrived.kind !== 'left') throw new Error(`stayed on the page ${JSON.stringify(arrived.view)}`);
  return arrived.params;
}

export function redeem(house: House, code: string | undefined, changes: Asked = {}, authorization = basic('app')) {
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...changes,
  };
  return house.post('token', fields, { authorization });
}

/** Signs alice in and redeems the code. */
export async function tokens(house: House, browser = house.browser(), changes: Asked = {}) {
  const { code } = await authorize(house, browser, changes);
  return (await redeem(house, code)).body as Record<string, string>;
}

/** What the browser took to the application; throws where it stayed on a page of ours. */
export function leftWith(arrived: Arrived): Record<string, string> {
  if (arrived.kind !== 'left') throw new Error(`stayed on the page ${JSON.stringify(arrived.view)}`);
  return arrived.params;
}

/** The page that is open; throws where it is another one, or none of ours. */
export function pageOf<P extends PageView['page']>(arrived: Arrived, page: P): Extract<PageView, { readonly page: P }> {
  if (arrived.kind !== 'page') throw new Error(`left for ${arrived.url.href}`);
  if (!isPage(arrived.view, page)) throw new Error(`on the page ${JSON.stringify(arrived.view)}, not ${page}`);
  return arrived.view;
}

function isPage<P extends PageView['page']>(view: PageView, page: P): view is Extract<PageView, { readonly page: P }> {
  return view.page === page;
}
