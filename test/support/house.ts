/** The engine with everything below it and nothing above: memory store, real keys, a clock that tests move, a browser's cookies. */
import { randomBytes } from 'node:crypto';
import { createAuditCounts } from '../../server/audit/counts.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { createApplication, type NewApplication } from '../../server/directory/applications.ts';
import { createUser, type NewUser } from '../../server/directory/users.ts';
import { changeSettings, DEFAULT_SETTINGS, readSettings } from '../../server/directory/settings.ts';
import { DIALECTS } from '../../server/dialects/index.ts';
import type { Context } from '../../server/engine/context.ts';
import type { Engine } from '../../server/engine/engine.ts';
import { createEngine } from '../../server/engine/create-engine.ts';
import type { EndpointResponse, PageResponse, RedirectResponse } from '../../server/engine/wire.ts';
import { DIALECT_TRAITS } from '../../server/http/of-dialect.ts';
import { createUrls } from '../../server/http/urls.ts';
import { openKeyring } from '../../server/keys/open-keyring.ts';
import { createHouseSecrets } from '../../server/keys/house-secrets.ts';
import { createSealer } from '../../server/keys/sealing.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { NO_PARAMS, paramsOf } from '../../server/spec/params.ts';
import type { DialectName, EndpointName, InteractionName } from '../../server/spec/vocabulary.ts';
import type { Application, Settings } from '../../server/storage/records/directory.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { createHash } from 'node:crypto';
import { testOutbound } from './outbound.ts';

export const ORIGIN = 'http://lanyard.test';
export const SECRET = 'a-secret-of-the-application-0001';
export const PASSWORD = 'correct horse battery';
export const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
export const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

export type House = Awaited<ReturnType<typeof buildHouse>>;

/** What a call to the engine needs of the house. */
interface Engineered {
  readonly engine: Engine;
  context(dialect?: DialectName, address?: string): Promise<Context>;
}

/** One slow hash for all tests of a process. */
const hasher = createPasswordHasher();
const passwordHash = hasher.hash(PASSWORD);
const sealingKey = randomBytes(32);
const STARTS_AT = 1_800_000_000;
const keyRules = { signing_key_lifetime_s: 7_776_000, longest_token_lifetime_s: 3600 };
/** Making RSA keys is slow too: every house of a process has the same ones. */
const signingKeys = makeSigningKeys();

async function makeSigningKeys() {
  const store = createMemoryStore();
  await openKeyring({ store, sealer: createSealer(sealingKey), now: STARTS_AT, rules: keyRules });
  return (await store.collection('signing_keys').list({ limit: 100 })).items;
}

/** `ca`: the authorities (PEM) that other servers are believed by. */
export async function buildHouse({ ca }: { readonly ca?: readonly string[] } = {}) {
  const clock = { now: STARTS_AT };
  const store = createMemoryStore();
  for (const record of await signingKeys) await store.collection('signing_keys').insert(record);
  const keys = await openKeyring({ store, sealer: createSealer(sealingKey), now: clock.now, rules: keyRules });
  const engine = createEngine();
  const traced: { trace: Context['trace'] } = { trace: undefined };
  const counts = createAuditCounts(() => clock.now);
  const seal = (plain: string) => createHouseSecrets(createSealer(sealingKey)).seal('client-secret', plain);
  const outbound = testOutbound(store, () => clock.now, ca);

  async function context(dialectName: DialectName = 'native', address = '192.0.2.1'): Promise<Context> {
    const dialect = DIALECTS.find((row) => row.name === dialectName)!;
    return {
      now: clock.now,
      store,
      keys,
      settings: await readSettings(store),
      dialect: dialectName,
      urls: createUrls(dialect, ORIGIN, { origins: [ORIGIN], dialects: DIALECTS }),
      traits: DIALECT_TRAITS,
      secrets: {
        random: () => randomBytes(32).toString('base64url'),
        ...createHouseSecrets(createSealer(sealingKey)),
      },
      passwords: hasher,
      outbound,
      address,
      trace: traced.trace,
      flow_id: randomBytes(8).toString('hex'),
      counts,
    };
  }

  const house = {
    clock,
    store,
    keys,
    engine,
    traced,
    counts,
    context,
    hasher,
    addUser: async (input: Partial<NewUser> & { username: string }) => {
      const password_hash = await passwordHash;
      return store.transaction((within) =>
        createUser(
          within,
          { name: input.username, password_hash, email_verified: true, ...input } as NewUser,
          clock.now,
        ),
      );
    },
    addApplication: async (input: NewApplication): Promise<Application> => {
      const hash = createHash('sha256').update(SECRET).digest('base64url');
      const bare = ['none', 'private_key_jwt', 'client_secret_jwt'].includes(input.token_endpoint_auth_method ?? '');
      const secret = bare ? {} : { client_secret_hash: hash };
      const fields = { client_name: input.client_id ?? 'an application', ...secret, ...input };
      const defaults = DIALECTS.find((row) => row.name === input.dialect)?.application_defaults;
      const written = await store.transaction((within) => createApplication(within, fields, clock.now, defaults, seal));
      return written.application;
    },
    setSettings: (changes: Partial<Settings>) =>
      store.transaction((within) => changeSettings(within, changes, clock.now)),
    DEFAULT_SETTINGS,
    /** A back-channel request; the OAuthError's parts where it is refused. */
    post: async (endpoint: EndpointName, fields: Fields, options: CallOptions = {}) =>
      call(house, endpoint, { method: 'POST', fields, ...options }),
    browser: (options: BrowserOptions = {}) => new TestBrowser(house, options),
  };
  return house;
}

interface CallOptions {
  readonly method?: 'GET' | 'POST';
  readonly fields?: Fields;
  readonly authorization?: string;
  /** The headers of those names. */
  readonly dpop?: string;
  readonly accept?: string;
  readonly address?: string;
  readonly dialect?: DialectName;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, string>>;
}

async function call(house: Engineered, endpoint: EndpointName, options: CallOptions): Promise<Answer> {
  const { dpop, accept } = options;
  const request = { ...requestOf(options.method ?? 'POST', options.fields ?? {}, options.authorization), dpop, accept };
  try {
    const response = await house.engine.handle(
      endpoint,
      request,
      await house.context(options.dialect, options.address),
    );
    if (response.kind === 'json')
      return { status: response.status, body: { ...response.body }, headers: response.headers ?? {} };
    if (response.kind === 'document') return { status: 200, body: { ...response.body }, headers: {} };
    if (response.kind === 'empty') return { status: response.status, body: {}, headers: response.headers ?? {} };
    if (response.kind === 'text') {
      const { status, content_type, body, headers } = response;
      return { status, body: { text: body }, headers: { ...headers, 'content-type': content_type } };
    }
    throw new Error(`unexpected ${response.kind}`);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const body = { error: error.code, error_description: error.description };
    return { status: error.status, body, headers: error.headers };
  }
}

function requestOf(method: 'GET' | 'POST', fields: Fields, authorization?: string, cookies?: TestCookies) {
  const pairs = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : Array.isArray(value) ? value.map((v) => [name, v as string]) : [[name, value as string]],
  );
  return {
    method,
    params: pairs.length === 0 ? NO_PARAMS : paramsOf(pairs),
    authorization,
    cookies: { session: cookies?.session, browser: cookies?.browser, browser_state: cookies?.browser_state },
    user_agent: 'a test',
  };
}

interface TestCookies {
  session: string | undefined;
  browser: string | undefined;
  browser_state: string | undefined;
}

export function basic(client_id: string, client_secret = SECRET): string {
  return `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`;
}

interface BrowserOptions {
  readonly address?: string;
  readonly dialect?: DialectName;
}

/** A person's browser in front of the engine: keeps cookies, follows redirects between our own pages. */
export class TestBrowser {
  readonly cookies: TestCookies = { session: undefined, browser: undefined, browser_state: undefined };
  readonly #house: Engineered;
  readonly #options: BrowserOptions;
  #page: { name: InteractionName; ticket: string } | undefined;

  constructor(house: Engineered, options: BrowserOptions = {}) {
    this.#house = house;
    this.#options = options;
  }

  /** The ticket of the page that is open, as its URL shows it. */
  get ticket(): string {
    if (this.#page === undefined) throw new Error('no page is open');
    return this.#page.ticket;
  }

  async open(endpoint: EndpointName, fields: Fields, method: 'GET' | 'POST' = 'GET'): Promise<Arrived> {
    const cx = await this.#context();
    const asked = requestOf(method, fields, undefined, this.cookies);
    const reads = DIALECTS.find((row) => row.name === cx.dialect)?.reads?.[endpoint];
    const params = reads?.(asked.params) ?? asked.params;
    return this.#follow(await this.#house.engine.handle(endpoint, { ...asked, params }, cx));
  }

  /** Shows an interaction by its ticket, as a copied link would. */
  async openInteraction(name: InteractionName, ticket: string): Promise<Arrived> {
    return this.#interact('GET', name, { ticket });
  }

  /** Opens an interaction as a link does that names no ticket. */
  async openLink(name: InteractionName, fields: Fields): Promise<Arrived> {
    const arrived = await this.#interact('GET', name, fields);
    if (arrived.kind === 'page') this.#page = { name, ticket: '' };
    return arrived;
  }

  /** Posts the form of the page that is open. */
  async submit(
    view: { readonly csrf: string; readonly fields: readonly (readonly [string, string])[] },
    fields: Fields,
  ): Promise<Arrived> {
    if (this.#page === undefined) throw new Error('no page is open');
    return this.#interact('POST', this.#page.name, { csrf: view.csrf, ...Object.fromEntries(view.fields), ...fields });
  }

  /** Posts to an interaction whether or not its page is open. */
  async post(name: InteractionName, fields: Fields): Promise<Arrived> {
    return this.#interact('POST', name, fields);
  }

  #context(): Promise<Context> {
    return this.#house.context(this.#options.dialect, this.#options.address);
  }

  async #interact(method: 'GET' | 'POST', name: InteractionName, fields: Fields): Promise<Arrived> {
    const cx = await this.#context();
    return this.#follow(
      await this.#house.engine.interact(name, requestOf(method, fields, undefined, this.cookies), cx),
    );
  }

  async #follow(response: EndpointResponse): Promise<Arrived> {
    if (response.kind !== 'redirect' && response.kind !== 'page') throw new Error(`unexpected ${response.kind}`);
    this.#keep(response);
    if (response.kind === 'page') return { kind: 'page', response, view: response.view };
    const to = new URL(response.location);
    const name = /^\/interaction\/([a-z-]+)$/.exec(to.pathname)?.[1] as InteractionName | undefined;
    // The page of user codes is an endpoint, and the question whether to let the device in stands there too.
    if (to.origin === ORIGIN && to.pathname === '/device') return this.open('device-verification', paramsIn(to));
    if (to.origin !== ORIGIN || name === undefined) return { kind: 'left', response, url: to, params: paramsIn(to) };
    this.#page = { name, ticket: to.searchParams.get('ticket') ?? '' };
    return this.#interact('GET', name, { ticket: this.#page.ticket });
  }

  #keep({ cookies }: RedirectResponse | PageResponse): void {
    if (cookies?.session === null) this.cookies.session = undefined;
    else if (cookies?.session !== undefined) this.cookies.session = cookies.session.value;
    if (cookies?.browser !== undefined) this.cookies.browser = cookies.browser.value;
    if (cookies?.browser_state !== undefined) this.cookies.browser_state = cookies.browser_state.value;
  }
}

export type Arrived =
  | { readonly kind: 'page'; readonly response: PageResponse; readonly view: PageResponse['view'] }
  | {
      readonly kind: 'left';
      readonly response: RedirectResponse;
      readonly url: URL;
      readonly params: Record<string, string>;
    };

function paramsIn(url: URL): Record<string, string> {
  const fragment = new URLSearchParams(url.hash.slice(1));
  return Object.fromEntries([...url.searchParams, ...fragment]);
}
