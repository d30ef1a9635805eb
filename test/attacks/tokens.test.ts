import { generateKeyPairSync, createHmac, createPrivateKey, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from './browser.ts';
import { type AttackedOffice, API, basic, BOB, codeFor, post, redeem, refresh, startOffice, works } from './office.ts';
import { workOfProcess } from '../support/work-of.ts';

let office: AttackedOffice;
let origin: string;
let alice: Browser;
beforeAll(async () => {
  office = await startOffice();
  ({ origin } = office);
  alice = await office.signedIn();
});
afterAll(() => office.stop());

interface Held {
  readonly access: string;
  readonly refresh: string;
  readonly id_token: string;
}

async function signIn(client_id = 'trusted', scope = 'openid profile offline_access'): Promise<Held> {
  const { body } = await redeem(origin, await codeFor(alice, { client_id, scope }), {}, client_id);
  return { access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '', id_token: body['id_token'] ?? '' };
}

async function introspect(token: string, client: string): Promise<Record<string, unknown>> {
  return (await post(origin, '/oauth2/introspect', { token }, { authorization: basic(client) })).body;
}

const revoke = (token: string, client: string, hint?: string) =>
  post(origin, '/oauth2/revoke', { token, token_type_hint: hint }, { authorization: basic(client) });

function part(jwt: string, at: 0 | 1): Record<string, unknown> {
  return JSON.parse(Buffer.from(jwt.split('.')[at] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

it('gives the same successor to forty who refresh at once, and one chain goes on', async () => {
  const held = await signIn();
  const answers = await Promise.all(Array.from({ length: 40 }, () => refresh(origin, held.refresh)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const successors = new Set(answers.map(({ body }) => body['refresh_token']));
  expect(successors.size).toBe(1);
  expect((await refresh(origin, [...successors][0] ?? '')).status).toBe(200);
});

it('ends the family when a grandparent comes back, even within the grace', async () => {
  const held = await signIn();
  const second = (await refresh(origin, held.refresh)).body;
  const third = (await refresh(origin, second['refresh_token'] ?? '')).body;
  expect((await refresh(origin, held.refresh)).body['error']).toBe('invalid_grant');
  expect((await refresh(origin, third['refresh_token'] ?? '')).body['error']).toBe('invalid_grant');
  for (const token of [held.access, second['access_token'], third['access_token']]) {
    expect(await works(origin, token)).toBe(false);
  }
});

it('leaves no two living branches behind when parent and successor are used side by side', async () => {
  for (let round = 0; round < 5; round += 1) {
    const held = await signIn();
    const second = (await refresh(origin, held.refresh)).body['refresh_token'] ?? '';
    const tokens = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? held.refresh : second));
    const answers = await Promise.all(tokens.map((token) => refresh(origin, token)));
    const successors = new Set(answers.flatMap(({ body }) => body['refresh_token'] ?? []));
    const alive = await Promise.all(
      [...successors].map(async (token) => (await introspect(token, 'trusted'))['active']),
    );
    expect(alive.filter((active) => active === true).length).toBeLessThanOrEqual(1);
  }
});

it('widens nothing at a refresh', async () => {
  const held = await signIn('trusted', 'openid offline_access');
  for (const scope of ['openid profile', 'lanyard:admin', 'openid offline_access groups']) {
    expect((await refresh(origin, held.refresh, 'trusted', { scope })).body['error']).toBe('invalid_scope');
  }
  expect((await refresh(origin, held.refresh, 'trusted', { resource: API })).body['error']).toBe('invalid_target');
  const less = await refresh(origin, held.refresh, 'trusted', { scope: 'openid' });
  expect(less.body['scope']).toBe('openid');
});

it('lets no client use, see or revoke what another holds', async () => {
  const held = await signIn();
  expect((await refresh(origin, held.refresh, 'plain')).body['error']).toBe('invalid_grant');
  expect(await introspect(held.refresh, 'plain')).toEqual({ active: false });
  expect((await introspect(held.access, 'plain'))['username']).toBeUndefined();
  expect((await introspect(held.access, 'trusted'))['username']).toBe('alice');
  const open = await post(origin, '/oauth2/introspect', { token: held.access, client_id: 'spa' });
  expect(open.body).toEqual({ active: false });
  for (const token of [held.refresh, held.access]) {
    expect((await revoke(token, 'plain')).status).toBe(200);
    expect((await post(origin, '/oauth2/revoke', { token, client_id: 'spa' })).status).toBe(200);
  }
  expect(await works(origin, held.access)).toBe(true);
  expect((await refresh(origin, held.refresh)).status).toBe(200);
});

it('revokes an access token alone, and with a refresh token everything, whatever the hint says', async () => {
  const held = await signIn();
  expect((await revoke(held.access, 'trusted', 'refresh_token')).status).toBe(200);
  expect(await works(origin, held.access)).toBe(false);
  const next = (await refresh(origin, held.refresh)).body;
  expect((await revoke(next['refresh_token'] ?? '', 'trusted', 'access_token')).status).toBe(200);
  expect(await works(origin, next['access_token'])).toBe(false);
  expect((await refresh(origin, next['refresh_token'] ?? '')).body['error']).toBe('invalid_grant');
  expect((await revoke('unknown', 'trusted')).status).toBe(200);

  const jwt = await signIn('jwt', 'openid');
  expect(await works(origin, jwt.access)).toBe(true);
  expect((await revoke(jwt.access, 'trusted')).status).toBe(200);
  expect(await works(origin, jwt.access)).toBe(true);
  expect((await revoke(jwt.access, 'jwt')).status).toBe(200);
  expect(await works(origin, jwt.access)).toBe(false);
});

it('takes access tokens at userinfo, in the header or a form, and nothing else', async () => {
  const held = await signIn();
  const at = async (headers: Record<string, string>, path = '/oauth2/userinfo') =>
    (await fetch(`${origin}${path}`, { headers })).status;
  expect(await at({ authorization: `Bearer ${held.access}` })).toBe(200);
  for (const token of [
    held.id_token,
    held.refresh,
    `${held.access}A`,
    held.access.toUpperCase(),
    'x.y.z',
    '..',
    '__proto__',
  ]) {
    expect(await at({ authorization: `Bearer ${token}` })).toBe(401);
  }
  const asBasic = Buffer.from(`${held.access}:x-oauth-basic`).toString('base64');
  expect(await at({ authorization: `Basic ${asBasic}` })).toBe(401);
  expect(await at({ authorization: `token ${held.access}` })).toBe(401);
  expect(await at({}, `/oauth2/userinfo?access_token=${held.access}`)).toBe(401);
  expect(await at({ cookie: `lanyard_session=${held.access}` })).toBe(401);
  expect((await post(origin, '/oauth2/userinfo', { access_token: held.access })).status).toBe(200);
  const twice = await post(
    origin,
    '/oauth2/userinfo',
    { access_token: held.access },
    { authorization: `Bearer ${held.access}` },
  );
  expect(twice.status).toBe(400);
});

it('shows at userinfo what the scope allows, and nothing without openid', async () => {
  const claims = async (scope: string) => {
    const { access } = await signIn('trusted', scope);
    const response = await fetch(`${origin}/oauth2/userinfo`, { headers: { authorization: `Bearer ${access}` } });
    return { status: response.status, names: Object.keys((await response.json()) as object) };
  };
  expect(await claims('openid')).toEqual({ status: 200, names: ['sub'] });
  expect((await claims('profile')).status).toBe(403);
  expect((await claims('openid email')).names).toEqual(['email', 'email_verified', 'sub']);
});

it('believes no JWT that it did not sign itself, for the purpose that it was signed for', async () => {
  const { access, id_token } = await signIn('jwt', 'openid');
  expect(await works(origin, access)).toBe(true);
  const [header = '', payload = '', signature = ''] = access.split('.');
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const forge = (changes: object) => {
    const input = `${encode({ ...part(access, 0), ...changes })}.${payload}`;
    const by = {
      key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      dsaEncoding: 'ieee-p1363',
    } as const;
    return `${input}.${sign('sha256', Buffer.from(input), by).toString('base64url')}`;
  };
  const jwk = publicKey.export({ format: 'jwk' });
  const jwks = (await (await fetch(`${origin}/oauth2/jwks`)).json()) as { keys: { x?: string; n?: string }[] };
  const hmac = (secret: string) => {
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: part(access, 0)['kid'] })}.${payload}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const forged = [
    `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
    `${encode({ alg: 'none', typ: 'at+jwt', kid: part(access, 0)['kid'] })}.${payload}.${signature}`,
    `${encode({ ...part(access, 0), alg: 'RS256' })}.${payload}.${signature}`,
    `${header}.${encode({ ...part(access, 1), sub: 'x' })}.${signature}`,
    `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    ...jwks.keys.flatMap(({ x, n }) => [x, n].flatMap((secret) => (secret === undefined ? [] : [hmac(secret)]))),
    hmac(JSON.stringify(jwks.keys[0])),
    hmac(''),
    forge({}),
    forge({ jwk }),
    forge({ jwk, kid: undefined }),
    forge({ jku: 'http://127.0.0.1:9/jwks' }),
    forge({ x5u: 'http://127.0.0.1:9/cert' }),
    forge({ x5c: ['MII='] }),
    forge({ crit: ['b64'], b64: false }),
    forge({ zip: 'DEF' }),
    ...['../../../../dev/null', "' OR 1=1", '__proto__', 'constructor', 'x'.repeat(10_000), 7, null, {}, ['x']].map(
      (kid) => forge({ kid }),
    ),
    `${encode({ alg: 'PBES2-HS256+A128KW', enc: 'A128GCM', p2c: 1_000_000_000, p2s: 'eA' })}.a.b.c.d`,
    `${encode('['.repeat(5_000))}.${payload}.${signature}`,
    id_token,
  ];
  const work = await workOfProcess(office.ready.pid, async () => {
    for (const token of forged) {
      expect(await works(origin, token), `${token.slice(0, 200)}`).toBe(false);
      expect(await introspect(token, 'jwt')).toEqual({ active: false });
    }
  });
  expect(work).toBeLessThan(2_000);
});

it('makes ID tokens for one application, and publishes no private key', async () => {
  const { id_token, access } = await signIn('trusted', 'openid');
  const claims = part(id_token, 1);
  expect(claims).toMatchObject({ iss: origin, aud: 'trusted', nonce: 'a-nonce' });
  expect(Object.keys(claims).filter((name) => /name|mail|group|phone/.test(name))).toEqual([]);
  expect(part(id_token, 0)['typ']).not.toBe('at+jwt');
  expect(access).not.toContain('.');
  const text = await (await fetch(`${origin}/oauth2/jwks`)).text();
  const { keys } = JSON.parse(text) as { keys: Record<string, string>[] };
  for (const key of keys) {
    expect(key['use']).toBe(key['alg'] === 'ECDH-ES' ? 'enc' : 'sig');
    expect(Object.keys(key).filter((name) => ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'].includes(name))).toEqual([]);
  }
});

it('advertises what it does and nothing that it does not', async () => {
  const metadata = (await (await fetch(`${origin}/.well-known/openid-configuration`)).json()) as Record<
    string,
    unknown
  >;
  expect(metadata).toMatchObject({
    issuer: origin,
    code_challenge_methods_supported: ['S256'],
    response_types_supported: ['code'],
    authorization_response_iss_parameter_supported: true,
    request_parameter_supported: true,
    request_uri_parameter_supported: true,
    require_request_uri_registration: true,
  });
  expect(metadata['grant_types_supported']).toEqual([
    'authorization_code',
    'refresh_token',
    'client_credentials',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ]);
  expect(Object.keys(metadata).join(' ')).not.toMatch(/registration_endpoint|mtls/);
  const algorithms = metadata['id_token_signing_alg_values_supported'] as string[];
  expect(algorithms).toEqual(['RS256', 'ES256', 'EdDSA']);
});

it('stops honouring offline access when a person signs out only where it hangs on the session', async () => {
  const bob = await office.signedIn(BOB);
  const offline = (await redeem(origin, await codeFor(bob, { scope: 'openid offline_access' }))).body;
  const online = (await redeem(origin, await codeFor(bob, { scope: 'openid' }))).body;
  await bob.submit(await bob.open('/oauth2/logout'), { decision: 'yes' });
  expect(await works(origin, online['access_token'])).toBe(false);
  expect((await refresh(origin, offline['refresh_token'] ?? '')).status).toBe(200);
});
