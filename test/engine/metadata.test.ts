/** Discovery: what RFC 8414 and OpenID Connect Discovery require, and nothing advertised that is not served. */
import { decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { createScope } from '../../server/directory/scopes.ts';
import { describeProvider } from '../../server/engine/metadata.ts';
import { ENDPOINTS } from '../../server/engine/endpoints/index.ts';
import { native } from '../../server/dialects/native.ts';
import {
  type DialectName,
  type EndpointName,
  MAIL_CODE_GRANT,
  RESPONSE_TYPE_NAMES,
} from '../../server/spec/vocabulary.ts';
import { ASSERTION_TYPE, assertionClaims, makeClientKey, sign } from '../support/client-jwt.ts';
import { type Arrived, basic, buildHouse, CHALLENGE, type House, ORIGIN, SECRET, VERIFIER } from '../support/house.ts';
import {
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  pageOf,
  redeem,
  tokens,
} from '../support/sign-in.ts';

interface Way {
  readonly client_id: string;
  readonly authorization?: string;
  /** What it sends, anew each time. */
  readonly prove: () => Promise<Record<string, string>>;
}

interface Metadata {
  readonly issuer: string;
  readonly [name: string]: unknown;
}

/** What an answer carries, however it travels. */
function sentIn(arrived: Arrived): Readonly<Record<string, string>> {
  if (arrived.kind === 'left') return arrived.params;
  if (arrived.view.page === 'web-message') return arrived.view.response;
  return Object.fromEntries(pageOf(arrived, 'form-post').fields);
}

let house: House;
let metadata: Metadata;
const listed = (name: string) => metadata[name] as readonly string[];

beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  metadata = (await house.post('openid-configuration', {}, { method: 'GET' })).body as Metadata;
});

describe('the document', () => {
  it('has what OpenID Connect Discovery 3 requires', () => {
    expect(metadata).toMatchObject({
      issuer: ORIGIN,
      authorization_endpoint: expect.stringMatching(/^http/),
      token_endpoint: expect.stringMatching(/^http/),
      userinfo_endpoint: expect.stringMatching(/^http/),
      jwks_uri: expect.stringMatching(/^http/),
      scopes_supported: expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']),
      response_types_supported: ['code'],
      subject_types_supported: ['public', 'pairwise'],
      id_token_signing_alg_values_supported: expect.arrayContaining(['RS256']),
      claims_supported: expect.arrayContaining(['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time']),
    });
  });

  it('never lists none or plain (C03)', () => {
    expect(listed('code_challenge_methods_supported')).toEqual(['S256']);
    const algorithms = Object.entries(metadata).filter(([name]) => name.endsWith('alg_values_supported'));
    for (const [, values] of algorithms) expect(values).not.toContain('none');
    expect(listed('request_object_signing_alg_values_supported')).toEqual([
      'RS256',
      'PS256',
      'ES256',
      'EdDSA',
      'Ed25519',
    ]);
  });

  it('says of grants, request objects and claims only what is true (C21)', () => {
    expect(listed('grant_types_supported')).toEqual([
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]);
    expect(metadata).toMatchObject({
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      claims_parameter_supported: true,
    });
    expect(metadata).not.toHaveProperty('registration_endpoint');
  });

  it('offers the implicit and hybrid flows exactly where the office allows them', async () => {
    expect(listed('response_types_supported')).toEqual(['code']);
    await house.setSettings({ legacy_grants: true });
    const legacy = (await house.post('openid-configuration', {}, { method: 'GET' })).body;
    await house.setSettings({ legacy_grants: false });
    expect(legacy['response_types_supported']).toEqual([...RESPONSE_TYPE_NAMES]);
    expect(legacy['grant_types_supported']).toContain('implicit');
    expect((await house.post('openid-configuration', {}, { method: 'GET' })).body).toEqual(metadata);
  });

  it('names the grant of codes by mail where there is a call that sends them, while the office lets people in by them', async () => {
    const grants = async (dialect: DialectName) =>
      (await describeProvider(await house.context(dialect)))['grant_types_supported'];
    expect(await grants('auth0')).not.toContain(MAIL_CODE_GRANT);
    await house.setSettings({ sign_in_by_mail: 'code' });
    expect(await grants('auth0')).toContain(MAIL_CODE_GRANT);
    for (const dialect of ['native', 'ory'] as const) expect(await grants(dialect)).not.toContain(MAIL_CODE_GRANT);
    await house.setSettings({ sign_in_by_mail: 'off' });
  });

  it('is the same at both addresses (RFC 8414 3)', async () => {
    expect((await house.post('oauth-authorization-server', {}, { method: 'GET' })).body).toEqual(metadata);
  });

  it('names the scopes of the office too', async () => {
    await house.store.transaction((within) => createScope(within, { name: 'department' }, 0));
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body['scopes_supported']).toContain('department');
  });
});

describe('what is advertised is served', () => {
  it('every endpoint has its row and its path', () => {
    const names: Record<string, EndpointName> = {
      authorization_endpoint: 'authorize',
      token_endpoint: 'token',
      device_authorization_endpoint: 'device-authorization',
      userinfo_endpoint: 'userinfo',
      jwks_uri: 'jwks',
      introspection_endpoint: 'introspect',
      revocation_endpoint: 'revoke',
      pushed_authorization_request_endpoint: 'par',
      end_session_endpoint: 'end-session',
    };
    const advertised = Object.keys(metadata).filter((key) => key.endsWith('_endpoint') || key === 'jwks_uri');
    expect(advertised.sort()).toEqual(Object.keys(names).sort());
    for (const [key, name] of Object.entries(names)) {
      expect(ENDPOINTS.map((row) => row.name)).toContain(name);
      expect(native.paths[name]?.map((path) => ORIGIN + path)).toContain(metadata[key]);
    }
  });

  it('every response mode answers, and no other', async () => {
    for (const response_mode of listed('response_modes_supported')) {
      const arrived = await house.browser().open('authorize', authorizationRequest({ response_mode, prompt: 'none' }));
      const sent = sentIn(arrived);
      const answer = sent['response'] === undefined ? sent : decodeJwt(sent['response']);
      expect(answer).toMatchObject({ error: 'login_required' });
    }
    const other = await house.browser().open('authorize', authorizationRequest({ response_mode: 'jwt.query' }));
    expect(leftWith(other)).toMatchObject({ error: 'invalid_request' });
  });

  it('every prompt is understood', async () => {
    for (const prompt of listed('prompt_values_supported')) {
      const arrived = await house.browser().open('authorize', authorizationRequest({ prompt }));
      if (prompt === 'none') expect(leftWith(arrived)).toMatchObject({ error: 'login_required' });
      else pageOf(arrived, 'login');
    }
  });

  it('every grant is answered by name', async () => {
    for (const grant_type of listed('grant_types_supported')) {
      const { body } = await house.post('token', { grant_type }, { authorization: basic('app') });
      expect(body['error']).not.toBe('unsupported_grant_type');
    }
  });

  it('every way to authenticate works at the token endpoint, at introspection and at revocation', async () => {
    await house.addApplication({
      client_id: 'spa',
      redirect_uris: [CALLBACK],
      scope: 'openid',
      token_endpoint_auth_method: 'none',
    });
    const key = await makeClientKey('ES256');
    const mac = { alg: 'HS256', kid: 'mac', privateKey: new TextEncoder().encode(SECRET) };
    const signing = { redirect_uris: [CALLBACK], scope: 'openid' };
    const jwks = { keys: [{ ...key.jwk } as Record<string, string>] };
    await house.addApplication({ ...signing, client_id: 'key', token_endpoint_auth_method: 'private_key_jwt', jwks });
    const method = { token_endpoint_auth_method: 'client_secret_jwt' } as const;
    await house.addApplication({ ...signing, ...method, client_id: 'mac', client_secret: SECRET });
    const signedBy = (client_id: string, by: Parameters<typeof sign>[1]) => async () => ({
      client_assertion_type: ASSERTION_TYPE,
      client_assertion: await sign(assertionClaims(client_id, ORIGIN, house.clock.now), by),
    });
    const same = (fields: Record<string, string>) => () => Promise.resolve(fields);
    const ways: Record<string, Way> = {
      client_secret_basic: { client_id: 'app', authorization: basic('app'), prove: same({}) },
      client_secret_post: { client_id: 'app', prove: same({ client_id: 'app', client_secret: SECRET }) },
      client_secret_jwt: { client_id: 'mac', prove: signedBy('mac', mac) },
      private_key_jwt: { client_id: 'key', prove: signedBy('key', key) },
      none: { client_id: 'spa', prove: same({ client_id: 'spa' }) },
    };
    expect(listed('token_endpoint_auth_methods_supported').toSorted()).toEqual(Object.keys(ways).sort());
    expect(metadata['introspection_endpoint_auth_methods_supported']).toEqual(
      listed('token_endpoint_auth_methods_supported').filter((method) => method !== 'none'),
    );
    expect(metadata['revocation_endpoint_auth_methods_supported']).toEqual(
      metadata['token_endpoint_auth_methods_supported'],
    );
    for (const { client_id, authorization, prove } of Object.values(ways)) {
      const { code } = await authorize(house, house.browser(), { client_id, scope: 'openid' });
      const options = authorization === undefined ? {} : { authorization };
      const redeeming = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: CALLBACK,
        code_verifier: VERIFIER,
        ...(await prove()),
      };
      const redeemed = await house.post('token', redeeming, options);
      expect(redeemed.status).toBe(200);
      const token = String(redeemed.body['access_token']);
      expect((await house.post('introspect', { ...(await prove()), token }, options)).body).toMatchObject({
        active: true,
      });
      expect((await house.post('revoke', { ...(await prove()), token }, options)).status).toBe(200);
      expect((await house.post('introspect', { ...(await prove()), token }, options)).body).toEqual({ active: false });
    }
  });

  it('every algorithm has a key in the JWKS', async () => {
    const { body } = await house.post('jwks', {}, { method: 'GET' });
    const keys = body['keys'] as readonly { readonly alg: string; readonly use: string }[];
    const algorithms = (use: string) =>
      [...new Set(keys.filter((key) => key.use === use).map(({ alg }) => alg))].sort();
    expect(algorithms('sig')).toEqual(listed('id_token_signing_alg_values_supported').toSorted());
    expect(algorithms('enc')).toEqual(listed('request_object_encryption_alg_values_supported'));
  });

  it('PKCE by every method that is listed', async () => {
    for (const code_challenge_method of listed('code_challenge_methods_supported')) {
      const changes = { code_challenge: CHALLENGE, code_challenge_method };
      const { code } = await authorize(house, house.browser(), changes);
      expect((await redeem(house, code)).status).toBe(200);
    }
  });

  it('every claim of the ID token is listed', async () => {
    const { id_token = '' } = await tokens(house);
    const claims = JSON.parse(Buffer.from(id_token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(listed('claims_supported')).toEqual(expect.arrayContaining(Object.keys(claims)));
  });
});
