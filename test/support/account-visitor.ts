/** A person at the pages of their own account, in front of the desk itself: keeps the browser's cookies, posts forms as they stand. */
import { createAccountDesk } from '../../server/account/account-desk.ts';
import { DIALECTS } from '../../server/dialects/index.ts';
import type { EndpointResponse, PageResponse } from '../../server/engine/wire.ts';
import { createAddresses } from '../../server/http/addresses.ts';
import { createListener } from '../../server/http/listener.ts';
import { defaultsFor } from '../../server/http/of-dialect.ts';
import { NO_PARAMS, paramsOf } from '../../server/spec/params.ts';
import { type House, ORIGIN, PASSWORD, type TestBrowser } from './house.ts';

const DESK = createAccountDesk(defaultsFor);
const MAIN = createListener({ dialect: undefined, origin: ORIGIN, host: '127.0.0.1', port: 80 });
const { addressesOf } = createAddresses({ dialects: DIALECTS, facades: [] }, MAIN, () => [
  { dialect: 'forgejo', url: 'http://forgejo.test' },
]);

type Fields = Readonly<Record<string, string>>;

export class AccountVisitor {
  readonly browser: TestBrowser;
  readonly #house: House;

  constructor(house: House, browser: TestBrowser) {
    this.#house = house;
    this.browser = browser;
  }

  /** Where a page leads the browser on, it goes. Undefined where there is nothing. */
  async open(location: string): Promise<PageResponse | undefined> {
    const url = new URL(location, ORIGIN);
    return this.#follow(await this.#ask('GET', url.pathname, Object.fromEntries(url.searchParams)));
  }

  /** Posts to a path with what its own form would bring along. */
  async confirm(path: string, fields: Fields = {}): Promise<PageResponse | undefined> {
    const shown = await this.open(path);
    const csrf = shown !== undefined && 'csrf' in shown.view ? shown.view.csrf : 'there was no form';
    return this.post(path, { csrf, ...fields });
  }

  async post(path: string, fields: Fields): Promise<PageResponse | undefined> {
    return this.#follow(await this.#ask('POST', path, fields));
  }

  async signIn(username = 'alice', password = PASSWORD): Promise<PageResponse | undefined> {
    const shown = await this.open('/account/');
    if (shown?.view.page !== 'login') throw new Error('nobody is asked to sign in');
    return this.post('/account/sign-in', { csrf: shown.view.csrf, username, password });
  }

  async #ask(method: 'GET' | 'POST', path: string, fields: Fields): Promise<EndpointResponse | undefined> {
    const pairs = Object.entries(fields);
    const request = {
      method,
      params: pairs.length === 0 ? NO_PARAMS : paramsOf(pairs),
      authorization: undefined,
      cookies: { ...this.browser.cookies },
      user_agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    };
    return DESK.answer(path, request, await this.#house.context('native'), addressesOf);
  }

  async #follow(response: EndpointResponse | undefined): Promise<PageResponse | undefined> {
    if (response === undefined) return undefined;
    if (response.kind !== 'page' && response.kind !== 'redirect') throw new Error(`unexpected ${response.kind}`);
    const { cookies } = response;
    if (cookies?.session) this.browser.cookies.session = cookies.session.value;
    if (cookies?.browser !== undefined) this.browser.cookies.browser = cookies.browser.value;
    return response.kind === 'page' ? response : this.open(response.location);
  }
}

/** The first page of the account; throws where another is open. */
export function overviewOf(page: PageResponse | undefined) {
  if (page?.view.page !== 'account') throw new Error(`on ${page === undefined ? 'nothing' : page.view.page}`);
  return page.view;
}
