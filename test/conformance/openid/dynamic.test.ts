/**
 * The Dynamic OP plan and the third-party-initiated login plan, module by module where registration decides; each test
 * carries the Foundation's testName. Clients prove themselves by private_key_jwt, as in the plan.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorOf } from '../../attacks/browser.ts';
import { type ClientKey, makeClientKey } from '../../support/client-jwt.ts';
import { type Body, type Client, type Provider, startProvider } from './dynamic-support.ts';

let op: Provider;
let key: ClientKey;
let callback: string;

beforeAll(async () => {
  key = await makeClientKey('RS256', 'first');
  op = await startProvider();
  callback = `${op.party}/callback`;
}, 60_000);

afterAll(() => op.stop());

/** As the plan registers: private_key_jwt with the keys inline. */
const wanted = (changes: Body = {}): Body => ({
  redirect_uris: [callback],
  response_types: ['code'],
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'private_key_jwt',
  jwks: { keys: [key.jwk] },
  client_name: 'A conformance client',
  contacts: ['certification@example.test'],
  ...changes,
});

function claimsOf(jwt: unknown): Body {
  return JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString()) as Body;
}

async function signsIn(client: Client, by: ClientKey = key): Promise<Body> {
  const { status, body } = await op.redeem(client, await op.signIn(client), by);
  expect({ status, body }).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  return body;
}

describe('Dynamic OP', () => {
  it('oidcc-discovery-endpoint-verification: names the registration endpoint and what it takes', () => {
    expect(op.metadata).toMatchObject({
      issuer: op.issuer,
      registration_endpoint: `${op.issuer}/oauth2/register`,
      token_endpoint_auth_methods_supported: expect.arrayContaining([
        'private_key_jwt',
        'client_secret_jwt',
      ]) as string[],
      token_endpoint_auth_signing_alg_values_supported: expect.arrayContaining(['RS256', 'PS256', 'ES256']) as string[],
      subject_types_supported: ['public', 'pairwise'],
    });
  });

  it('oidcc-server: a client that registered itself signs a person in by private_key_jwt', async () => {
    const client = await op.registered(wanted());
    const { id_token } = await signsIn(client);
    expect(claimsOf(id_token)).toMatchObject({ iss: op.issuer, aud: client.client_id });
  });

  it('oidcc-idtoken-rs256: the ID token is signed as the registration asked', async () => {
    const client = await op.registered(wanted({ id_token_signed_response_alg: 'RS256' }));
    const { id_token } = await signsIn(client);
    const [head = ''] = String(id_token).split('.');
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toMatchObject({ alg: 'RS256', typ: 'JWT' });
  });

  it('oidcc-idtoken-unsigned: none is not offered, and refused', async () => {
    expect(op.metadata['id_token_signing_alg_values_supported']).not.toContain('none');
    const { status, body } = await op.register(wanted({ id_token_signed_response_alg: 'none' }));
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  it('oidcc-ensure-redirect-uri-in-authorization-request: two are registered, none is sent, and nothing is sent anywhere', async () => {
    const client = await op.registered(wanted({ redirect_uris: [callback, `${op.party}/other`] }));
    const page = await op.open(client, { redirect_uri: undefined });
    expect([page.status >= 400, page.location, errorOf(page)]).toEqual([true, undefined, 'invalid_request']);
  });

  it('oidcc-redirect-uri-query-OK: a registered query stays, and the answer stands behind it', async () => {
    const withQuery = `${callback}?dummy1=lorem&dummy2=ipsum`;
    const client = await op.registered(wanted({ redirect_uris: [withQuery] }));
    const arrived = await op.signIn(client);
    expect(arrived.href.startsWith(`${withQuery}&`)).toBe(true);
    expect((await op.redeem(client, arrived, key)).status).toBe(200);
  });

  it.each([
    ['oidcc-redirect-uri-query-mismatch', '?dummy1=lorem&dummy2=ipsum', '?dummy1=other'],
    ['oidcc-redirect-uri-query-added', '', '?dummy1=lorem&dummy2=ipsum'],
  ])('%s: an error page, and no redirect', async (_name, registered, sent) => {
    const client = await op.registered(wanted({ redirect_uris: [callback + registered] }));
    const page = await op.open(client, { redirect_uri: callback + sent });
    expect([page.status >= 400, page.location]).toEqual([true, undefined]);
  });

  it('oidcc-redirect-uri-regfrag: a fragment is refused at registration', async () => {
    const { status, body } = await op.register(wanted({ redirect_uris: [`${callback}#foobar`] }));
    expect([status, body['error']]).toEqual([400, 'invalid_redirect_uri']);
  });

  it.each([
    ['oidcc-registration-logo-uri', { logo_uri: '/logo.png' }, /<img [^>]*src="PARTY\/logo\.png"/],
    ['oidcc-registration-policy-uri', { policy_uri: '/policy' }, /<a href="PARTY\/policy"/],
    ['oidcc-registration-tos-uri', { tos_uri: '/tos' }, /<a href="PARTY\/tos"/],
  ])('%s: shown on the page to sign in', async (_name, paths, shown) => {
    const uris = Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, op.party + path]));
    const client = await op.registered(wanted(uris));
    const page = await op.open(client, {});
    expect(page.text).toContain('id="lanyard-username"');
    expect(page.text.replaceAll(op.party, 'PARTY')).toMatch(shown);
    const [path = ''] = Object.values(uris);
    expect(op.asked(new URL(path).pathname)).toBe(0);
  });

  it('oidcc-registration-jwks-uri: the keys are fetched from the client', async () => {
    op.serve('/jwks', { keys: [key.jwk] });
    const { jwks: _inline, ...others } = wanted();
    const client = await op.registered({ ...others, jwks_uri: `${op.party}/jwks` });
    await signsIn(client);
    expect(op.asked('/jwks')).toBe(1);
  });

  it('oidcc-registration-sector-uri: redirect URIs of two hosts share the sector of the document that names both', async () => {
    const redirect_uris = [callback, 'https://elsewhere.test/callback'];
    op.serve('/sector.json', redirect_uris);
    const sector_identifier_uri = `${op.party}/sector.json`;
    const pairwise = { redirect_uris, sector_identifier_uri, subject_type: 'pairwise' };
    const [one, two, open] = [
      await op.registered(wanted(pairwise)),
      await op.registered(wanted({ subject_type: 'pairwise' })),
      await op.registered(wanted()),
    ];
    expect(op.asked('/sector.json')).toBe(1);
    const subs: unknown[] = [];
    for (const client of [one, two, open]) subs.push(claimsOf((await signsIn(client))['id_token'])['sub']);
    expect(subs[0]).toBe(subs[1]);
    expect(subs[2]).not.toBe(subs[0]);
  });

  it.each<[string, unknown]>([
    ['lacks the redirect URI', ['https://elsewhere.test/callback']],
    ['is no list', { redirect_uris: [] }],
    ['is a list of other things', [1, null]],
    ['is too large', ['x'.repeat(70_000)]],
    ['is not there', undefined],
  ])('oidcc-registration-sector-bad: the document %s', async (_what, document) => {
    op.serve('/bad.json', document);
    const { status, body } = await op.register(wanted({ sector_identifier_uri: `${op.party}/bad.json` }));
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  it('oidcc-server-rotate-keys: a new key signs at once, and the old one stays published', async () => {
    const kids = async () =>
      ((await op.call(String(op.metadata['jwks_uri']))).body['keys'] as readonly Body[]).map(({ kid }) => kid);
    const client = await op.registered(wanted());
    const signer = async () => {
      const [head = ''] = String((await signsIn(client))['id_token']).split('.');
      return (JSON.parse(Buffer.from(head, 'base64url').toString()) as Body)['kid'];
    };
    const before = await signer();
    const { status, body } = await op.admin('POST', '/signing-keys/rotate', { alg: 'RS256' });
    const after = await signer();
    expect({ status, body }).toMatchObject({ status: 200, body: { rotations: [{ rotated: true, kid: after }] } });
    expect(after).not.toBe(before);
    expect(await kids()).toEqual(expect.arrayContaining([before, after]));
  });

  it('oidcc-refresh-token-rp-key-rotation: a new key of the client counts as soon as it is used', async () => {
    op.serve('/rotating', { keys: [key.jwk] });
    const { jwks: _inline, ...others } = wanted({ grant_types: ['authorization_code', 'refresh_token'] });
    const client = await op.registered({ ...others, jwks_uri: `${op.party}/rotating` });
    const asking = { scope: 'openid offline_access', prompt: 'consent' };
    const first = await op.redeem(client, await op.signIn(client, asking), key);
    expect(first.status).toBe(200);
    const next = await makeClientKey('RS256', 'second');
    op.serve('/rotating', { keys: [next.jwk] });
    const refresh = (refresh_token: unknown, by: ClientKey) =>
      op.token(client, { grant_type: 'refresh_token', refresh_token: String(refresh_token) }, by);
    const second = await refresh(first.body['refresh_token'], next);
    expect(second.status).toBe(200);
    expect(await refresh(second.body['refresh_token'], key)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect((await refresh(second.body['refresh_token'], next)).status).toBe(200);
  });

  it('oidcc-refresh-token: of one client is of no use to another', async () => {
    const both = wanted({ grant_types: ['authorization_code', 'refresh_token'] });
    const [one, two] = [await op.registered(both), await op.registered(both)];
    const asking = { scope: 'openid offline_access', prompt: 'consent' };
    const { body } = await op.redeem(one, await op.signIn(one, asking), key);
    const fields = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
    expect(await op.token(two, fields, key)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await op.token(one, fields, key)).status).toBe(200);
  });

  it('oidcc-ensure-client-assertion-with-iss-aud-succeeds: the issuer is as good as the token endpoint', async () => {
    const client = await op.registered(wanted());
    const arrived = await op.signIn(client);
    expect((await op.redeem(client, arrived, key, op.issuer)).status).toBe(200);
    const again = await op.signIn(client);
    expect((await op.redeem(client, again, key, `${op.issuer}/oauth2/userinfo`)).status).toBe(401);
  });
});

describe('third-party-initiated login', () => {
  const initiate_login_uri = () => `${op.party}/login`;

  it('oidcc-3rdparty-init-login: the address is echoed at registration and at the client’s own address', async () => {
    const client = await op.registered(wanted({ initiate_login_uri: initiate_login_uri() }));
    expect(client.body['initiate_login_uri']).toBe(initiate_login_uri());
    const authorization = `Bearer ${client.registration_access_token}`;
    const read = await op.call(client.registration_client_uri, { headers: { authorization } });
    expect(read).toMatchObject({ status: 200, body: { initiate_login_uri: initiate_login_uri() } });
    await signsIn(client);
  });

  it('oidcc-3rdparty-init-login-nonhttps: http is refused', async () => {
    const { status, body } = await op.register(wanted({ initiate_login_uri: 'http://rp.test/login' }));
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });
});

describe('the registration endpoint over HTTP', () => {
  const endpoint = () => String(op.metadata['registration_endpoint']);
  const post = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
    op.call(endpoint(), { method: 'POST', body, headers: { 'content-type': type } });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string, number]>([
    ['no JSON', '{', 'application/json', 400],
    ['a name twice', '{"redirect_uris":[],"redirect_uris":[]}', 'application/json', 400],
    ['__proto__', '{"__proto__":{}}', 'application/json', 400],
    ['an abyss', '['.repeat(10_000), 'application/json', 400],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json', 400],
    ['a form', 'redirect_uris=x', 'application/x-www-form-urlencoded', 415],
    ['text', '{}', 'text/plain', 415],
    ['a megabyte', `{"client_name":"${'x'.repeat(1_000_000)}"}`, 'application/json', 413],
    ['nothing', '', 'application/json', 400],
  ])('refuses %s', async (_what, body, type, status) => {
    const answer = await post(body, type);
    expect([answer.status, answer.body['error']]).toEqual([status, 'invalid_client_metadata']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers its methods and no other, and stores nothing of its answers', async () => {
    const { status, headers } = await op.call(endpoint(), { method: 'PATCH' });
    expect([status, headers.get('allow')]).toEqual([405, 'POST, GET, PUT, DELETE, HEAD']);
    const { headers: made } = await op.register(wanted());
    expect(made.get('cache-control')).toBe('no-store');
  });

  it('a client replaces its registration and ends it', async () => {
    const client = await op.registered(wanted());
    const headers = { authorization: `Bearer ${client.registration_access_token}`, 'content-type': 'application/json' };
    const body = JSON.stringify(wanted({ client_id: client.client_id, client_name: 'Renamed' }));
    const replaced = await op.call(client.registration_client_uri, { method: 'PUT', headers, body });
    expect(replaced).toMatchObject({ status: 200, body: { client_name: 'Renamed' } });
    const { authorization } = headers;
    const ended = await op.call(client.registration_client_uri, { method: 'DELETE', headers: { authorization } });
    expect(ended.status).toBe(204);
    expect((await op.call(client.registration_client_uri, { headers: { authorization } })).status).toBe(401);
    expect((await op.open(client, {})).status).toBeGreaterThanOrEqual(400);
  });

  it('with approval an application waits until an admin approves', async () => {
    await op.admin('PATCH', '/settings', { dynamic_registration: 'approval' });
    const client = await op.registered(wanted({ client_name: 'A waiting client' }));
    expect((await op.open(client, {})).status).toBeGreaterThanOrEqual(400);
    const { body } = await op.admin('GET', '/applications?q=A+waiting+client');
    const [listed] = body['items'] as readonly Body[];
    expect(listed).toMatchObject({ registered_by: 'itself', awaits_approval: true, disabled: true });
    const approved = await op.admin('POST', `/applications/${String(listed?.['id'])}/approve`);
    expect(approved).toMatchObject({ status: 200, body: { awaits_approval: false, disabled: false } });
    await signsIn(client);
    await op.admin('PATCH', '/settings', { dynamic_registration: 'off' });
    expect((await op.register(wanted())).status).toBe(403);
    await op.admin('PATCH', '/settings', { dynamic_registration: 'open' });
  });
});
