/** Applications that register themselves: who may, what they may say, and what becomes of it (attacks H01 to H04, H08, H10). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeApplication, findApplication } from '../../../server/directory/applications.ts';
import { createInitialAccessToken } from '../../../server/directory/initial-access-tokens.ts';
import { createAppPassword } from '../../../server/directory/app-passwords.ts';
import { createServiceAccount } from '../../../server/directory/service-accounts.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { type Call, callRegistration } from '../../support/registration.ts';

const GOOD = { redirect_uris: ['https://rp.test/cb'], client_name: 'A client' };
const KEY = { kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '1' };

let house: House;
let server: Server;
let sector: string;
let served: unknown = [];

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(served));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  sector = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ dynamic_registration: 'open' });
});

const register = (body: unknown, call: Call = {}) => callRegistration(house, 'POST', { body, ...call });
const kept = (client_id: unknown) => findApplication(house.store, String(client_id));

describe('the setting', () => {
  it('off: nothing is registered, and discovery does not name the endpoint', async () => {
    await house.setSettings({ dynamic_registration: 'off' });
    expect(await register(GOOD)).toMatchObject({ status: 403, body: { error: 'access_denied' } });
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body).not.toHaveProperty('registration_endpoint');
  });

  it('open: it works at once, and discovery names the endpoint', async () => {
    const { status, body } = await register(GOOD);
    expect(status).toBe(201);
    expect(await kept(body['client_id'])).toMatchObject({ disabled: false });
    const discovery = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(discovery.body['registration_endpoint']).toBe(`${ORIGIN}/oauth2/register`);
  });

  it('approval: it waits, refused everything, until somebody lets it work', async () => {
    await house.setSettings({ dynamic_registration: 'approval' });
    const { status, body } = await register(GOOD);
    expect(status).toBe(201);
    const client_id = String(body['client_id']);
    expect(await kept(client_id)).toMatchObject({ disabled: true, registration: { awaits_approval: true } });
    const authorization = basic(client_id, String(body['client_secret']));
    expect((await house.post('introspect', { token: 'x' }, { authorization })).status).toBe(401);
    await house.store.transaction((within) =>
      changeApplication(within, client_id, { disabled: false }, house.clock.now),
    );
    expect(await kept(client_id)).not.toHaveProperty('registration.awaits_approval');
    expect((await house.post('introspect', { token: 'x' }, { authorization })).status).toBe(200);
  });
});

describe('an initial access token', () => {
  async function tokenWith(scope: string): Promise<string> {
    const now = house.clock.now;
    const password = await house.store.transaction(async (within) => {
      const account = await createServiceAccount(within, { username: `bot-${scope.length}`, scope }, now);
      return (await createAppPassword(within, account, { name: 'main' }, now)).password;
    });
    const fields = { grant_type: 'client_credentials', username: `bot-${scope.length}`, password, scope };
    return String((await house.post('token', fields)).body['access_token']);
  }

  it('lets an application work at once where others wait', async () => {
    await house.setSettings({ dynamic_registration: 'approval' });
    const { status, body } = await register(GOOD, { token: await tokenWith('lanyard:register') });
    expect(status).toBe(201);
    expect(await kept(body['client_id'])).toMatchObject({ disabled: false });
  });

  it('that is unknown, expired or for something else is refused, also where none is needed', async () => {
    expect(await register(GOOD, { token: 'guess' })).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    const other = await register(GOOD, { token: await tokenWith('orders:read') });
    expect(other).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    const token = await tokenWith('lanyard:register');
    house.clock.now += 3600;
    expect(await register(GOOD, { token })).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    const listed = await house.store.collection('applications').list({ limit: 10 });
    expect(listed.items).toEqual([]);
  });
});

describe('a token that an admin made', () => {
  const make = (uses: number) =>
    house.store.transaction((within) =>
      createInitialAccessToken(
        within,
        { name: 'field team', uses, expires_at: house.clock.now + 600 },
        house.clock.now,
      ),
    );

  it('spares the wait as often as it says, and no further', async () => {
    await house.setSettings({ dynamic_registration: 'approval' });
    const { token } = await make(2);
    for (const _round of [1, 2]) {
      const { status, body } = await register(GOOD, { token });
      expect(status).toBe(201);
      expect(await kept(body['client_id'])).toMatchObject({ disabled: false });
    }
    expect(await register(GOOD, { token })).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('is spent once by many who come at once', async () => {
    const { token } = await make(1);
    const answers = await Promise.all([1, 2, 3, 4].map(() => register(GOOD, { token })));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401, 401, 401]);
  });

  it('is not spent by a registration that is refused, and is over when its time is', async () => {
    const { token } = await make(1);
    expect((await register({ redirect_uris: ['javascript:alert(1)'] }, { token })).status).toBe(400);
    house.clock.now += 600;
    expect(await register(GOOD, { token })).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    house.clock.now -= 1;
    expect((await register(GOOD, { token })).status).toBe(201);
  });

  it('is nowhere in clear, and its name stands in the audit log', async () => {
    const { token } = await make(1);
    await register(GOOD, { token });
    const records = JSON.stringify([
      (await house.store.collection('initial_access_tokens').list({ limit: 10 })).items,
      (await house.store.collection('audit_events').list({ limit: 10 })).items,
    ]);
    expect(records).not.toContain(token);
    expect(records).toContain('"registered_with":"field team"');
  });
});

describe('names that nothing acts on', () => {
  it.each<[string, unknown]>([
    ['default_max_age', -1],
    ['default_max_age', '60'],
    ['require_auth_time', 'yes'],
    ['request_uris', 'https://rp.test/request'],
    ['default_acr_values', [1]],
    ['software_id', { id: 1 }],
    ['software_version', 7],
    ['dpop_bound_access_tokens', 'true'],
    ['tls_client_certificate_bound_access_tokens', 'true'],
    ['tls_client_auth_subject_dn', 'no name'],
  ])('%s is refused as %j', async (name, value) => {
    const { status, body } = await register({ ...GOOD, [name]: value });
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_client_metadata' });
    expect(body['error_description']).toContain(name);
  });

  it('are taken and forgotten where they are well formed, as unknown ones are', async () => {
    const more = {
      software_id: 'a',
      default_max_age: 60,
      require_auth_time: null,
      constructor: 1,
      'client_name#de': 7,
    };
    const { status, body } = await register({ ...GOOD, ...more });
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('software_id');
  });
});

describe('a registration', () => {
  it('answers everything that was registered, a secret, and a token to look after it', async () => {
    const { status, body } = await register(GOOD);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        client_id: expect.stringMatching(/^[\w-]{43}$/) as string,
        client_id_issued_at: house.clock.now,
        client_secret: expect.stringMatching(/^[\w-]{43}$/) as string,
        client_secret_expires_at: 0,
        registration_access_token: expect.stringMatching(/^[\w-]{43}$/) as string,
        registration_client_uri: `${ORIGIN}/oauth2/register?client_id=${String(body['client_id'])}`,
        redirect_uris: ['https://rp.test/cb'],
        post_logout_redirect_uris: [],
        grant_types: ['authorization_code'],
        response_types: ['code'],
        client_name: 'A client',
        token_endpoint_auth_method: 'client_secret_basic',
        scope: 'openid profile email phone address',
      },
    });
  });

  it('keeps no secret and no token in clear, and no audit line holds one', async () => {
    const { body } = await register(GOOD);
    const records = JSON.stringify([
      await kept(body['client_id']),
      (await house.store.collection('audit_events').list({ limit: 10 })).items,
    ]);
    expect(records).not.toContain(body['client_secret']);
    expect(records).not.toContain(body['registration_access_token']);
    expect(records).toContain('application.registered');
  });

  it('takes every name that is known', async () => {
    const all = {
      ...GOOD,
      post_logout_redirect_uris: ['https://rp.test/bye'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
      application_type: 'web',
      contacts: ['admin@rp.test'],
      client_uri: 'https://rp.test/',
      logo_uri: 'https://rp.test/logo.png',
      policy_uri: 'https://rp.test/policy',
      tos_uri: 'https://rp.test/tos',
      frontchannel_logout_uri: 'https://rp.test/signed-out',
      frontchannel_logout_session_required: true,
      initiate_login_uri: 'https://rp.test/login',
      default_max_age: 600,
      backchannel_logout_uri: 'https://rp.test/out?here=yes',
      backchannel_logout_session_required: true,
      jwks: { keys: [KEY] },
      subject_type: 'pairwise',
      id_token_signed_response_alg: 'ES256',
      userinfo_signed_response_alg: 'EdDSA',
      request_object_signing_alg: 'PS256',
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      scope: 'openid email offline_access',
    };
    const { status, body } = await register(all);
    expect(status).toBe(201);
    expect(body).toMatchObject(all);
    expect(body).not.toHaveProperty('client_secret');
  });

  it('takes null for a name that is left out, and knows nothing of other names', async () => {
    const { status, body } = await register({
      ...GOOD,
      client_name: null,
      'client_name#de': 'Ein Client',
      foo: { bar: 1 },
    });
    expect([status, body['client_name']]).toEqual([201, 'rp.test']);
    expect(body).not.toHaveProperty('foo');
  });

  it('takes tokens by way of the browser only where the office allows them', async () => {
    const legacy = { ...GOOD, grant_types: ['implicit'], response_types: ['id_token'] };
    const refused = await register(legacy);
    const alone = await register({ ...GOOD, response_types: ['code id_token'] });
    for (const { status, body } of [refused, alone])
      expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
    await house.setSettings({ legacy_grants: true });
    const { status, body } = await register(legacy);
    expect(status).toBe(201);
    expect(body).toMatchObject(legacy);
  });

  it('gives nobody rights of an admin’s (H03)', async () => {
    const body = JSON.parse(
      '{"redirect_uris":["https://rp.test/cb"],"consent":"skip","require_pkce":true,"admin":true,"id":"1","number":7,"client_id":"mine","client_secret":"mine","disabled":false,"dialect":"github","audience":["https://api.test"],"web_origins":["https://evil.test"],"allowed_groups":[],"registration":{},"constructor":{"prototype":{"polluted":1}},"__proto__":{"polluted":1},"scope":"openid lanyard:admin lanyard:register orders:read"}',
    ) as object;
    const answer = await register(body);
    const record = await kept(answer.body['client_id']);
    expect(record).toMatchObject({
      consent: 'remember',
      dialect: 'native',
      audience: [],
      web_origins: [],
      scope: 'openid',
    });
    expect(record?.client_id).not.toBe('mine');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('asks PKCE of an application without a secret, and leaves it to others', async () => {
    const open = await register({ ...GOOD, token_endpoint_auth_method: 'none' });
    const confidential = await register(GOOD);
    expect(await kept(open.body['client_id'])).toMatchObject({ require_pkce: true, client_secrets: [] });
    expect(await kept(confidential.body['client_id'])).toMatchObject({ require_pkce: false });
  });

  it.each([
    ['web over https', { redirect_uris: ['https://rp.test/cb?dummy1=lorem&dummy2=ipsum'] }],
    ['web on the computer itself', { redirect_uris: ['http://localhost:4242/cb'], application_type: 'web' }],
    ['native on loopback', { redirect_uris: ['http://127.0.0.1/cb', 'http://[::1]/cb'], application_type: 'native' }],
    ['native with a scheme of its own', { redirect_uris: ['com.example.app:/cb'], application_type: 'native' }],
    [
      'several kinds at once, in a program that calls itself web',
      { redirect_uris: ['http://localhost:4242', 'edu.kit.agent:/redirect'], application_type: 'web' },
    ],
  ])('takes redirect URIs: %s', async (_what, body) => {
    expect((await register(body)).status).toBe(201);
  });
});

describe('bad metadata is refused in the words of RFC 7591 §3.2.2', () => {
  const uris: readonly [string, unknown][] = [
    ['nothing', undefined],
    ['none', []],
    ['no list', 'https://rp.test/cb'],
    ['numbers', [1]],
    ['lists', [['https://rp.test/cb']]],
    ['one twice', ['https://rp.test/cb', 'https://rp.test/cb']],
    ['too many', Array.from({ length: 21 }, (_, i) => `https://rp.test/${i}`)],
    ['a fragment', ['https://rp.test/cb#f']],
    ['an empty fragment', ['https://rp.test/cb#']],
    ['no scheme', ['rp.test/cb']],
    ['a wildcard', ['https://*.rp.test/cb']],
    ['javascript', ['JaVaScRiPt:alert(1)']],
    ['data', ['data:text/html,x']],
    ['a tab', ['java\tscript:alert(1)']],
    ['credentials', ['https://a:b@rp.test/']],
    ['a scheme without a dot', ['app:/cb']],
    ['http elsewhere', ['http://rp.test/cb']],
    ['http that only looks like loopback', ['http://127.0.0.1.evil.test/cb']],
    ['a book', [`https://rp.test/${'x'.repeat(3000)}`]],
    ['bidirectional controls', ['https://rp.test/\u202e']],
  ];
  it.each(uris)('redirect_uris: %s', async (_what, redirect_uris) => {
    expect(await register({ redirect_uris })).toMatchObject({ status: 400, body: { error: 'invalid_redirect_uri' } });
  });

  it('redirect_uris: a scheme of its own for a web application that takes tokens from the browser', async () => {
    await house.setSettings({ legacy_grants: true });
    const body = { redirect_uris: ['com.example.app:/cb'], grant_types: ['implicit'], response_types: ['id_token'] };
    expect(await register({ ...body, application_type: 'native' })).toMatchObject({ status: 201 });
    expect(await register({ ...body, application_type: 'web' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_redirect_uri' },
    });
  });

  const NAMES = [
    'post_logout_redirect_uris',
    'response_types',
    'grant_types',
    'application_type',
    'contacts',
    'client_name',
    'client_uri',
    'logo_uri',
    'policy_uri',
    'tos_uri',
    'frontchannel_logout_uri',
    'initiate_login_uri',
    'backchannel_logout_uri',
    'jwks_uri',
    'jwks',
    'sector_identifier_uri',
    'request_uris',
    'request_object_encryption_alg',
    'request_object_encryption_enc',
    'id_token_encrypted_response_alg',
    'id_token_encrypted_response_enc',
    'userinfo_encrypted_response_alg',
    'userinfo_encrypted_response_enc',
    'subject_type',
    'id_token_signed_response_alg',
    'token_endpoint_auth_method',
    'token_endpoint_auth_signing_alg',
    'scope',
  ];
  const WRONG: readonly unknown[] = [
    1,
    true,
    {},
    [[]],
    [{}],
    ['a\u202eb'],
    'a\u0000b',
    'x'.repeat(5000),
    Number.MAX_VALUE,
    [1],
  ];
  it.each(NAMES.flatMap((name) => WRONG.map((value, index) => [name, index, value] as const)))(
    '%s, wrong in way %i',
    async (name, _index, value) => {
      const answer = await register({ ...GOOD, [name]: value });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
      expect(answer.body['error_description']).toMatch(new RegExp(`^${name} `));
    },
  );

  it.each<[string, object]>([
    ['an enc without an alg', { id_token_encrypted_response_enc: 'A256GCM' }],
    ['an enc of requests without an alg', { request_object_encryption_enc: 'A256GCM' }],
    ['encryption without keys', { userinfo_encrypted_response_alg: 'ECDH-ES' }],
    ['logo over http', { logo_uri: 'http://rp.test/logo.png' }],
    ['request object over http', { request_uris: ['http://rp.test/object'] }],
    ['request object at an address that is too long', { request_uris: [`https://rp.test/${'x'.repeat(500)}`] }],
    ['logo as data', { logo_uri: 'data:image/svg+xml,<svg/>' }],
    ['policy over http', { policy_uri: 'http://rp.test/' }],
    ['terms that run', { tos_uri: 'javascript:alert(1)' }],
    ['a page to sign out at of another origin', { frontchannel_logout_uri: 'https://elsewhere.test/bye' }],
    ['yes in words', { frontchannel_logout_session_required: 'true' }],
    ['default_max_age below nothing', { default_max_age: -1 }],
    ['default_max_age of half a second', { default_max_age: 0.5 }],
    ['default_max_age as a text', { default_max_age: '60' }],
    ['default_max_age of a thousand years', { default_max_age: 31_536_000_000 }],
    ['initiate_login_uri over http', { initiate_login_uri: 'http://rp.test/login' }],
    ['a logout address over http', { backchannel_logout_uri: 'http://rp.test/out' }],
    ['a logout address with a fragment', { backchannel_logout_uri: 'https://rp.test/out#x' }],
    ['a logout address that is a list', { backchannel_logout_uri: ['https://rp.test/out'] }],
    ['a yes that is a word', { backchannel_logout_session_required: 'true' }],
    ['keys over http', { jwks_uri: 'http://rp.test/jwks' }],
    ['keys in a file', { jwks_uri: 'file:///etc/passwd' }],
    ['keys in two places', { jwks: { keys: [KEY] }, jwks_uri: 'https://rp.test/jwks' }],
    ['private keys', { jwks: { keys: [{ ...KEY, d: 'x' }] } }],
    ['private_key_jwt without keys', { token_endpoint_auth_method: 'private_key_jwt' }],
    [
      'an algorithm of the other method',
      {
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [KEY] },
        token_endpoint_auth_signing_alg: 'HS256',
      },
    ],
    ['none as an algorithm', { id_token_signed_response_alg: 'none' }],
    ['a grant that is not here', { grant_types: ['authorization_code', 'password'] }],
    ['tokens for itself', { grant_types: ['client_credentials'] }],
    ['a response type without its grant', { grant_types: ['refresh_token'], response_types: ['code'] }],
    ['a grant without its response type', { grant_types: ['authorization_code'], response_types: [] }],
    ['a response type that is not here', { response_types: ['none'] }],
    ['a sector of two hosts', { subject_type: 'pairwise', redirect_uris: ['https://a.test/', 'https://b.test/'] }],
  ])('%s', async (_what, changes) => {
    expect(await register({ ...GOOD, ...changes })).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_metadata' },
    });
  });

  it.each([undefined, null, 'text', 7, [], true])('a body that is %j', async (body) => {
    expect(await register(body)).toMatchObject({ status: 400, body: { error: 'invalid_client_metadata' } });
  });
});

describe('sector_identifier_uri', () => {
  const TWO = { redirect_uris: ['https://a.test/cb', 'https://b.test/cb'], subject_type: 'pairwise' };
  const refused = { status: 400, body: { error: 'invalid_client_metadata' } };

  it('on a private address is not asked, and the answer does not tell what is there', async () => {
    const answers = await Promise.all(
      [`https://${sector}/`, 'https://127.0.0.1:1/', 'https://169.254.169.254/', 'https://[fd00::1]/'].map((uri) =>
        register({ ...TWO, sector_identifier_uri: uri }),
      ),
    );
    for (const answer of answers) expect(answer).toMatchObject(refused);
    expect(new Set(answers.map(({ body }) => body['error_description'])).size).toBe(1);
  });

  it('over http is refused before anything is asked, even where its host is allowed', async () => {
    await house.setSettings({ outbound_allow: [sector] });
    served = TWO.redirect_uris;
    expect(await register({ ...TWO, sector_identifier_uri: `http://${sector}/` })).toMatchObject(refused);
  });
});
