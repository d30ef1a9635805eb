/**
 * Every path that ends in a token, or in what a token shows, asks the same question: whatever takes the permission away
 * closes all of them. Each reason is the bare change of one record, so that nothing but the question can notice it.
 */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createExtensionGrant } from '../../server/directory/extension-grants.ts';
import { endSession } from '../../server/directory/sessions.ts';
import { createTrustedIssuer } from '../../server/directory/trusted-issuers.ts';
import { GRANTS } from '../../server/engine/grants/index.ts';
import { RESPONSE_TYPES } from '../../server/engine/response-types/index.ts';
import { makeAnswerKey } from '../../server/keys/answer-key.ts';
import { ACCESS_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import {
  DEVICE_CODE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  RESPONSE_TYPE_NAMES,
  type ResponseType,
  TOKEN_EXCHANGE_GRANT,
} from '../../server/spec/vocabulary.ts';
import { makeClientKey, sign } from '../support/client-jwt.ts';
import { codeByMail } from '../support/code-by-mail.ts';
import { addTelevision, allowDevice, begin, poll } from '../support/device.ts';
import { type Arrived, basic, buildHouse, type House, ORIGIN, PASSWORD, type TestBrowser } from '../support/house.ts';
import { startOfficeHook } from '../support/office-hook.ts';
import { type Asked, authorizationRequest, authorize, CALLBACK, pageOf, redeem, walk } from '../support/sign-in.ts';

interface Office {
  readonly house: House;
  readonly browser: TestBrowser;
  readonly user_id: string;
}

/** Tries once more; whether anything came of it. */
type Attempt = () => Promise<boolean>;

interface Path {
  readonly name: string;
  /** Goes as far as the last step. */
  begin(office: Office): Promise<Attempt>;
}

interface Reason {
  readonly name: string;
  happen(office: Office): Promise<unknown>;
}

async function open(): Promise<Office> {
  const house = await buildHouse();
  await house.setSettings({ legacy_grants: true, sign_in_by_mail: 'code' });
  const { id } = await house.addUser({
    username: 'alice',
    name: 'Alice Example',
    email: EMAIL,
    groups: ['staff'],
  });
  await house.addUser({ username: 'bob', groups: ['staff'] });
  const fields = {
    redirect_uris: [CALLBACK],
    grant_types: [
      'authorization_code',
      'refresh_token',
      'implicit',
      'client_credentials',
      'password',
      MAIL_CODE_GRANT,
    ] as const,
    response_types: RESPONSE_TYPE_NAMES,
    allowed_groups: ['staff'],
    scope: 'openid profile offline_access',
  };
  await house.addApplication({ ...fields, client_id: 'app' });
  await house.addApplication({ ...fields, client_id: 'jwt', access_token_format: 'jwt' });
  return { house, browser: house.browser(), user_id: id };
}

const EMAIL = 'alice@example.lan';
const ONLINE = 'openid profile';
const OFFLINE = 'openid profile offline_access';

async function tokensOf({ house, browser }: Office, scope: string, client_id = 'app') {
  const { code } = await authorize(house, browser, { scope, client_id });
  return (await redeem(house, code, {}, basic(client_id))).body as Record<string, string>;
}

const hasToken = ({ body }: { readonly body: object }) => 'access_token' in body;

/** Whether the browser came to the application with something of worth. */
const brought = (arrived: Arrived) =>
  arrived.kind === 'left' && ['code', 'id_token', 'access_token'].some((name) => carried(arrived.url).has(name));

const carried = (url: URL) => new URLSearchParams([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))]);

const inFront = (response_type: ResponseType): Path => ({
  name: `response type ${response_type}, for somebody who is signed in and has consented`,
  async begin(office) {
    await authorize(office.house, office.browser, { scope: ONLINE });
    const asked = authorizationRequest({ scope: ONLINE, response_type, prompt: 'none' });
    return async () => brought(await office.browser.open('authorize', asked));
  },
});

const userinfo = (client_id: string): Path => ({
  name: `userinfo with ${client_id === 'jwt' ? 'a JWT' : 'an opaque access token'}`,
  async begin(office) {
    const { access_token = '' } = await tokensOf(office, ONLINE, client_id);
    const authorization = `Bearer ${access_token}`;
    return async () => (await office.house.post('userinfo', {}, { authorization })).status === 200;
  },
});

const introspection = (what: string, token: (office: Office) => Promise<string | undefined>): Path => ({
  name: `introspection of ${what}`,
  async begin(office) {
    const fields: Asked = { token: await token(office) };
    // As the owner of the token: nobody else is told of a refresh token.
    const authorization = basic(what.includes('JWT') ? 'jwt' : 'app');
    return async () => (await office.house.post('introspect', fields, { authorization })).body['active'] === true;
  },
});

const CODE: Path = {
  name: 'the authorization_code grant',
  async begin({ house, browser }) {
    const { code } = await authorize(house, browser, { scope: ONLINE });
    return async () => hasToken(await redeem(house, code));
  },
};

const REFRESH: Path = {
  name: 'the refresh_token grant',
  async begin(office) {
    const { refresh_token } = await tokensOf(office, OFFLINE);
    const fields = { grant_type: 'refresh_token', refresh_token };
    return async () => hasToken(await office.house.post('token', fields, { authorization: basic('app') }));
  },
};

const DEVICE: Path = {
  name: `the ${DEVICE_CODE_GRANT} grant`,
  async begin({ house }) {
    await addTelevision(house, { allowed_groups: ['staff'] });
    const { device_code, user_code } = await begin(house);
    await allowDevice(house, user_code);
    return async () => hasToken(await poll(house, device_code));
  },
};

const EXCHANGE: Path = {
  name: `the ${TOKEN_EXCHANGE_GRANT} grant`,
  async begin(office) {
    const { access_token: subject_token } = await tokensOf(office, ONLINE);
    await office.house.addApplication({
      client_id: 'middle',
      grant_types: [TOKEN_EXCHANGE_GRANT],
      scope: ONLINE,
      token_exchange_from: ['app'],
      token_exchange_impersonation: true,
    });
    const fields = { grant_type: TOKEN_EXCHANGE_GRANT, subject_token, subject_token_type: ACCESS_TOKEN_TYPE };
    return async () => hasToken(await office.house.post('token', fields, { authorization: basic('middle') }));
  },
};

const VOUCHED: Path = {
  name: `the ${JWT_BEARER_GRANT} grant`,
  async begin(office) {
    const { house } = office;
    await tokensOf(office, ONLINE);
    const key = await makeClientKey('ES256');
    const { now } = house.clock;
    const jwks = { keys: [{ ...key.jwk } as Record<string, string>] };
    const trusted = { issuer: 'https://partner.test', jwks, scope: ONLINE };
    await house.store.transaction((within) => createTrustedIssuer(within, trusted, now));
    const fields = { grant_types: [JWT_BEARER_GRANT], scope: ONLINE, allowed_groups: ['staff'] } as const;
    await house.addApplication({ ...fields, client_id: 'bridge' });
    const claims = { iss: trusted.issuer, sub: 'alice', aud: ORIGIN, iat: now, exp: now + 60, jti: 'one' };
    const assertion = await sign(claims, key);
    const brings = { grant_type: JWT_BEARER_GRANT, assertion };
    return async () => hasToken(await house.post('token', brings, { authorization: basic('bridge') }));
  },
};

const PASSWORD_GRANT: Path = {
  name: 'the password grant',
  async begin(office) {
    await tokensOf(office, ONLINE);
    const fields = { grant_type: 'password', username: 'alice', password: PASSWORD, scope: ONLINE };
    return async () => hasToken(await office.house.post('token', fields, { authorization: basic('app') }));
  },
};

const MAIL_GRANT: Path = {
  name: `the ${MAIL_CODE_GRANT} grant`,
  async begin(office) {
    const { house } = office;
    await tokensOf(office, ONLINE);
    const otp = await codeByMail(house, 'app', EMAIL);
    const fields = { grant_type: MAIL_CODE_GRANT, username: EMAIL, otp, realm: 'email', scope: ONLINE };
    return async () => hasToken(await house.post('token', fields, { authorization: basic('app') }));
  },
};

const HOOK: Path = {
  name: 'a grant of the office’s own',
  async begin(office) {
    const { house } = office;
    await tokensOf(office, ONLINE);
    const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
    const hook = await startOfficeHook({ keys, issuer: ORIGIN });
    onTestFinished(() => hook.stop());
    const { private_key, jwks } = await makeAnswerKey();
    hook.useKey(private_key);
    const grant_type = 'urn:office:badge';
    const own = { grant_type, hook_uri: hook.hook_uri, jwks } as const;
    await house.store.transaction((within) => createExtensionGrant(within, own, house.clock.now));
    const scope = `${ONLINE} things:read`;
    await house.addApplication({ client_id: 'door', grant_types: [grant_type], scope, allowed_groups: ['staff'] });
    const brings = { grant_type, badge: '4711' };
    return async () => hasToken(await house.post('token', brings, { authorization: basic('door') }));
  },
};

/** As a dialect may hand them out; without offline_access they hang on the session. OIDC Back-Channel Logout §2.7 */
const ONLINE_REFRESH: Path = {
  name: 'the refresh_token grant without offline_access',
  async begin(office) {
    const attempt = await REFRESH.begin(office);
    const grants = office.house.store.collection('grants');
    for (const { id } of await grants.find('client_id', 'app')) await grants.update(id, online);
    return attempt;
  },
};

function online<G extends { readonly offline: boolean }>(grant: G): G {
  return { ...grant, offline: false };
}

const CONSENT_PAGE: Path = {
  name: 'the yes on the page that asks for permission',
  async begin({ browser }) {
    const login = pageOf(await browser.open('authorize', authorizationRequest({ scope: ONLINE })), 'login');
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    const scope = consent.scopes.map(({ name }) => name);
    return async () => brought(await browser.submit(consent, { decision: 'allow', scope }));
  },
};

const LOGIN_PAGE: Path = {
  name: 'the password on the page to sign in, by somebody who has consented before',
  async begin({ house }) {
    await authorize(house, house.browser(), { scope: ONLINE });
    const fresh = house.browser();
    const login = pageOf(await fresh.open('authorize', authorizationRequest({ scope: ONLINE })), 'login');
    return async () => brought(await fresh.submit(login, { username: 'alice', password: PASSWORD }));
  },
};

const PATHS: readonly Path[] = [
  CODE,
  REFRESH,
  ONLINE_REFRESH,
  DEVICE,
  EXCHANGE,
  VOUCHED,
  PASSWORD_GRANT,
  MAIL_GRANT,
  HOOK,
  CONSENT_PAGE,
  LOGIN_PAGE,
  ...RESPONSE_TYPES.map((row) => inFront(row.response_type)),
  userinfo('app'),
  userinfo('jwt'),
  introspection('an opaque access token', async (office) => (await tokensOf(office, ONLINE))['access_token']),
  introspection('a JWT', async (office) => (await tokensOf(office, ONLINE, 'jwt'))['access_token']),
  introspection('a refresh token', async (office) => (await tokensOf(office, OFFLINE))['refresh_token']),
];

const REASONS: readonly Reason[] = [
  {
    name: 'the person is switched off',
    happen: ({ house, user_id }) =>
      house.store.collection('users').update(user_id, (old) => ({ ...old, disabled: true })),
  },
  { name: 'the person is removed', happen: ({ house, user_id }) => house.store.collection('users').remove(user_id) },
  {
    name: 'the person is in no allowed group any more',
    happen: ({ house, user_id }) => house.store.collection('users').update(user_id, (old) => ({ ...old, groups: [] })),
  },
  {
    name: 'the consent is withdrawn',
    async happen({ house, user_id }) {
      const consents = house.store.collection('consents');
      for (const { id } of await consents.find('user_id', user_id)) await consents.remove(id);
    },
  },
  {
    name: 'the session has ended',
    async happen({ house, user_id }) {
      const sessions = await house.store.collection('sessions').find('user_id', user_id);
      await house.store.transaction(async (within) => {
        for (const { id } of sessions) await endSession(within, id, house.clock.now);
      });
    },
  },
  {
    name: 'the application is switched off',
    async happen({ house }) {
      const applications = house.store.collection('applications');
      const { items } = await applications.list({ limit: 10 });
      for (const { id } of items) await applications.update(id, (old) => ({ ...old, disabled: true }));
    },
  },
];

/** What a reason does not take away, and why. */
const STAYS_OPEN: Readonly<Record<string, string>> = {
  'the refresh_token grant · the session has ended':
    'offline_access outlives the session (OIDC Back-Channel Logout §2.7)',
  'introspection of a refresh token · the session has ended': 'the same',
  'the yes on the page that asks for permission · the consent is withdrawn': 'they give it at this moment',
  'the password on the page to sign in, by somebody who has consented before · the session has ended':
    'they sign in at this moment',
  [`${VOUCHED.name} · the consent is withdrawn`]: 'whoever vouches stands for session and consent (RFC 7523)',
  [`${VOUCHED.name} · the session has ended`]: 'the same',
  [`${PASSWORD_GRANT.name} · the consent is withdrawn`]: 'the password stands for session and consent (RFC 6749 §4.3)',
  [`${PASSWORD_GRANT.name} · the session has ended`]: 'the same',
  [`${MAIL_GRANT.name} · the consent is withdrawn`]: 'the code that the person typed stands for session and consent',
  [`${MAIL_GRANT.name} · the session has ended`]: 'the same',
  [`${HOOK.name} · the consent is withdrawn`]: 'the hook stands for session and consent (RFC 6749 §4.5)',
  [`${HOOK.name} · the session has ended`]: 'the same',
};

describe.each(PATHS)('$name', ({ name, begin }) => {
  it('is open while nothing speaks against it', async () => {
    const attempt = await begin(await open());
    expect(await attempt()).toBe(true);
  });

  it.each(REASONS)('when $name', async ({ name: reason, happen }) => {
    const office = await open();
    const attempt = await begin(office);
    await happen(office);
    expect(await attempt()).toBe(Object.hasOwn(STAYS_OPEN, `${name} · ${reason}`));
  });
});

describe('without a person', () => {
  const asApplication = (house: House) =>
    house.post('token', { grant_type: 'client_credentials' }, { authorization: basic('app') });

  it('the client_credentials grant is closed to an application that is switched off', async () => {
    const office = await open();
    expect(hasToken(await asApplication(office.house))).toBe(true);
    await REASONS.find(({ name }) => name.startsWith('the application'))?.happen(office);
    expect(hasToken(await asApplication(office.house))).toBe(false);
  });
});

it('no grant and no response type is without a row here', () => {
  const rows = PATHS.map(({ name }) => name).join('\n');
  const others = ['client_credentials'];
  for (const { grant_type } of GRANTS) expect(`${rows}\n${others.join('\n')}`).toContain(grant_type);
  for (const { response_type } of RESPONSE_TYPES) expect(rows).toContain(`response type ${response_type}, `);
});

it('what is said to stay open names a path and a reason that there are', () => {
  const known = PATHS.flatMap((path) => REASONS.map((reason) => `${path.name} · ${reason.name}`));
  expect(Object.keys(STAYS_OPEN).filter((name) => !known.includes(name))).toEqual([]);
});

it('a person who may is let in where another may not', async () => {
  const office = await open();
  await REASONS[0]?.happen(office);
  const { browser } = office;
  const arrived = await walk(browser, await browser.open('authorize', authorizationRequest({ scope: ONLINE })), 'bob');
  expect(brought(arrived)).toBe(true);
});
