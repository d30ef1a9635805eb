/** The modules of the Dynamic plan and of third-party-initiated login, by the Foundation's testName, for any response type. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLocalJWKSet, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { expect } from 'vitest';
import type { ResponseType } from '../../../server/spec/vocabulary.ts';
import { errorOf } from '../../attacks/browser.ts';
import { type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { type Answered, type Body, type Client, clientMetadata, type Provider } from './dynamic-support.ts';

export interface DynamicVariant {
  readonly op: Provider;
  /** With which clients prove themselves and sign their requests. */
  readonly key: ClientKey;
  readonly response_type: ResponseType;
}

type Module = (variant: DynamicVariant) => Promise<void>;
type Asked = Readonly<Record<string, string>>;

const unique = () => randomBytes(12).toString('hex');
const wanted = ({ op, key, response_type }: DynamicVariant, changes: Body = {}): Body => ({
  ...clientMetadata(op, key, response_type),
  ...changes,
});
const register = (variant: DynamicVariant, changes: Body = {}) => variant.op.registered(wanted(variant, changes));
const refusedAtRegistration =
  (changes: (op: Provider) => Body, error: string): Module =>
  async (variant) => {
    const { status, body } = await variant.op.register(wanted(variant, changes(variant.op)));
    expect([status, body['error']]).toEqual([400, error]);
  };
const paramsOf = ({ searchParams, hash }: URL): Asked =>
  Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]);
const signedIn = ({ op, response_type }: DynamicVariant, client: Client, changes: Asked = {}) =>
  op.signIn(client, { response_type, ...changes });

interface Finished {
  readonly arrived: URL;
  readonly claims: JWTPayload;
  /** The `kid` and `alg` of the ID token. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly access_token: string | undefined;
  readonly tokens: Body | undefined;
}

/** From the request to the tokens: every ID token verified by what is published now, and its hashes by what came beside it. */
async function finish(variant: DynamicVariant, client: Client, changes: Asked = {}): Promise<Finished> {
  return finishFrom(variant, client, await signedIn(variant, client, changes));
}

async function finishFrom({ op, key }: DynamicVariant, client: Client, arrived: URL): Promise<Finished> {
  const { code, id_token: front, access_token: early, error } = paramsOf(arrived);
  expect(error).toBeUndefined();
  const inFront = front === undefined ? undefined : await verified(op, client, front);
  if (inFront !== undefined) {
    expect(inFront.payload['c_hash']).toBe(halfHash(code));
    expect(inFront.payload['at_hash']).toBe(halfHash(early));
  }
  const answer = code === undefined ? undefined : await op.redeem(client, arrived, key);
  if (answer !== undefined) expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  const tokens = answer?.body;
  const last = tokens === undefined ? inFront : await verified(op, client, String(tokens['id_token']));
  if (last === undefined) throw new Error('no ID token came');
  if (inFront !== undefined) expect(last.payload.sub).toBe(inFront.payload.sub);
  const later = tokens === undefined ? undefined : String(tokens['access_token']);
  return { arrived, claims: last.payload, header: last.protectedHeader, access_token: later ?? early, tokens };
}

async function verified(op: Provider, client: Client, jwt: string) {
  const { body } = await op.call(String(op.metadata['jwks_uri']));
  const options = { issuer: op.issuer, audience: client.client_id, requiredClaims: ['sub', 'iat', 'exp', 'nonce'] };
  return jwtVerify(jwt, createLocalJWKSet(body as unknown as JSONWebKeySet), options);
}

function halfHash(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  return createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url');
}

const showsAt =
  (name: string, path: string, shown: RegExp): Module =>
  async (variant) => {
    const { op, response_type } = variant;
    const client = await register(variant, { [name]: op.party + path });
    const page = await op.open(client, { response_type });
    expect(page.text).toContain('id="lanyard-username"');
    expect(page.text.replaceAll(op.party, 'PARTY')).toMatch(shown);
    expect(op.asked(path)).toBe(0);
  };

/** An error page, and the browser is not sent on. */
const staysHere =
  (registered: string, sent: string): Module =>
  async (variant) => {
    const { op, response_type } = variant;
    const callback = `${op.party}/callback`;
    const client = await register(variant, { redirect_uris: [callback + registered] });
    const page = await op.open(client, { response_type, redirect_uri: callback + sent });
    expect([page.status >= 400, page.location]).toEqual([true, undefined]);
  };

/** All of a request as the claims of an object. */
const objectClaims = ({ op, response_type }: DynamicVariant, client: Client, changes: Body = {}): Body => ({
  iss: client.client_id,
  aud: op.issuer,
  client_id: client.client_id,
  response_type,
  redirect_uri: `${op.party}/callback`,
  scope: 'openid',
  state: 'inside',
  nonce: unique(),
  ...changes,
});
const unsigned = (claims: Body) =>
  [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') + '.';

const OFFLINE = { scope: 'openid offline_access', prompt: 'consent' };
const withRefresh = (variant: DynamicVariant): Body => {
  const { grant_types } = wanted(variant);
  return { grant_types: [...(grant_types as readonly string[]), 'refresh_token'] };
};
const refresh = ({ op }: DynamicVariant, client: Client, tokens: Body | undefined, key: ClientKey): Promise<Answered> =>
  op.token(client, { grant_type: 'refresh_token', refresh_token: String(tokens?.['refresh_token']) }, key);

export const DYNAMIC_MODULES: Readonly<Record<string, Module>> = {
  async 'oidcc-discovery-endpoint-verification'({ op, response_type }) {
    expect(op.metadata).toMatchObject({
      issuer: op.issuer,
      registration_endpoint: `${op.issuer}/oauth2/register`,
      subject_types_supported: ['public', 'pairwise'],
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
    });
    const lists: readonly (readonly [string, readonly string[]])[] = [
      ['response_types_supported', [response_type]],
      ['id_token_signing_alg_values_supported', ['RS256']],
      ['userinfo_signing_alg_values_supported', ['RS256']],
      ['request_object_signing_alg_values_supported', ['RS256']],
      ['token_endpoint_auth_methods_supported', ['private_key_jwt', 'client_secret_jwt']],
      ['token_endpoint_auth_signing_alg_values_supported', ['RS256', 'PS256', 'ES256']],
    ];
    for (const [name, values] of lists) expect(op.metadata[name]).toEqual(expect.arrayContaining([...values]));
  },

  async 'oidcc-server'(variant) {
    await finish(variant, await register(variant));
  },

  async 'oidcc-idtoken-rs256'(variant) {
    const { header } = await finish(variant, await register(variant, { id_token_signed_response_alg: 'RS256' }));
    expect(header).toMatchObject({ alg: 'RS256', kid: expect.any(String) });
  },

  async 'oidcc-idtoken-unsigned'(variant) {
    expect(variant.op.metadata['id_token_signing_alg_values_supported']).not.toContain('none');
    await refusedAtRegistration(() => ({ id_token_signed_response_alg: 'none' }), 'invalid_client_metadata')(variant);
  },

  async 'oidcc-userinfo-rs256'(variant) {
    const { op } = variant;
    const client = await register(variant, { userinfo_signed_response_alg: 'RS256' });
    const { access_token, claims } = await finish(variant, client);
    const headers = { authorization: `Bearer ${access_token}` };
    const response = await fetch(String(op.metadata['userinfo_endpoint']), { headers });
    expect(response.headers.get('content-type')).toBe('application/jwt');
    const { body } = await op.call(String(op.metadata['jwks_uri']));
    const keys = createLocalJWKSet(body as unknown as JSONWebKeySet);
    const about = { issuer: op.issuer, audience: client.client_id, algorithms: ['RS256'] };
    const { payload } = await jwtVerify(await response.text(), keys, about);
    expect(payload.sub).toBe(claims.sub);
  },

  async 'oidcc-ensure-redirect-uri-in-authorization-request'(variant) {
    const { op, response_type } = variant;
    const client = await register(variant, { redirect_uris: [`${op.party}/callback`, `${op.party}/other`] });
    const page = await op.open(client, { response_type, redirect_uri: undefined });
    expect([page.status >= 400, page.location, errorOf(page)]).toEqual([true, undefined, 'invalid_request']);
  },

  async 'oidcc-redirect-uri-query-OK'(variant) {
    const withQuery = `${variant.op.party}/callback?dummy1=lorem&dummy2=ipsum`;
    const client = await register(variant, { redirect_uris: [withQuery] });
    const { arrived } = await finish(variant, client);
    expect(arrived.href.startsWith(withQuery + (variant.response_type === 'code' ? '&' : '#'))).toBe(true);
  },
  'oidcc-redirect-uri-query-mismatch': staysHere('?dummy1=lorem&dummy2=ipsum', '?dummy1=other'),
  'oidcc-redirect-uri-query-added': staysHere('', '?dummy1=lorem&dummy2=ipsum'),
  'oidcc-redirect-uri-regfrag': refusedAtRegistration(
    ({ party }) => ({ redirect_uris: [`${party}/callback#foobar`] }),
    'invalid_redirect_uri',
  ),

  'oidcc-registration-logo-uri': showsAt('logo_uri', '/logo.png', /<img [^>]*src="PARTY\/logo\.png"/),
  'oidcc-registration-policy-uri': showsAt('policy_uri', '/policy', /<a href="PARTY\/policy"/),
  'oidcc-registration-tos-uri': showsAt('tos_uri', '/tos', /<a href="PARTY\/tos"/),

  async 'oidcc-registration-jwks-uri'(variant) {
    const { op, key } = variant;
    const path = `/jwks/${unique()}`;
    op.serve(path, { keys: [key.jwk] });
    const client = await register(variant, { jwks: undefined, jwks_uri: op.party + path });
    await finish(variant, client);
    expect(op.asked(path)).toBe(1);
  },

  /** Redirect URIs of two hosts share the sector of the document that names both. */
  async 'oidcc-registration-sector-uri'(variant) {
    const { op } = variant;
    const path = `/sector/${unique()}`;
    const redirect_uris = [`${op.party}/callback`, 'https://elsewhere.test/callback'];
    op.serve(path, redirect_uris);
    const pairwise = { redirect_uris, sector_identifier_uri: op.party + path, subject_type: 'pairwise' };
    const one = await finish(variant, await register(variant, pairwise));
    const two = await finish(variant, await register(variant, { subject_type: 'pairwise' }));
    const open = await finish(variant, await register(variant));
    expect(op.asked(path)).toBe(1);
    expect(one.claims.sub).toBe(two.claims.sub);
    expect(open.claims.sub).not.toBe(one.claims.sub);
  },

  async 'oidcc-registration-sector-bad'(variant) {
    const path = `/bad/${unique()}`;
    variant.op.serve(path, ['https://elsewhere.test/callback']);
    const bad = ({ party }: Provider) => ({ sector_identifier_uri: party + path });
    await refusedAtRegistration(bad, 'invalid_client_metadata')(variant);
  },

  /** A new key signs at once, also right after the first start, and the old one stays published. */
  async 'oidcc-server-rotate-keys'(variant) {
    const { op } = variant;
    const client = await register(variant);
    const before = await finish(variant, client);
    const signer = await rotate(op);
    expect(signer).not.toBe(before.header['kid']);
    const after = await finish(variant, client);
    expect(after.header['kid']).not.toBe(before.header['kid']);
    const { body } = await op.call(String(op.metadata['jwks_uri']));
    const kids = (body['keys'] as readonly Body[]).map(({ kid }) => kid);
    expect(kids).toEqual(expect.arrayContaining([before.header['kid'], signer]));
  },

  /** A new key of the client counts as soon as it is used, and the one that is no longer there does not. */
  async 'oidcc-refresh-token-rp-key-rotation'(variant) {
    const { op, key } = variant;
    const path = `/rotating/${unique()}`;
    op.serve(path, { keys: [key.jwk] });
    const client = await register(variant, { ...withRefresh(variant), jwks: undefined, jwks_uri: op.party + path });
    const { tokens } = await finish(variant, client, OFFLINE);
    const next = await makeClientKey('RS256', 'second');
    op.serve(path, { keys: [next.jwk] });
    const second = await refresh(variant, client, tokens, next);
    expect(second.status).toBe(200);
    const old = await refresh(variant, client, second.body, key);
    expect(old).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await refresh(variant, client, second.body, next)).status).toBe(200);
  },

  async 'oidcc-request-uri-unsigned'(variant) {
    const { op, response_type } = variant;
    expect(op.metadata['request_object_signing_alg_values_supported']).not.toContain('none');
    const path = `/object/${unique()}`;
    const client = await register(variant, { request_uris: [op.party + path] });
    op.serveText(path, unsigned(objectClaims(variant, client)));
    const answer = await op.open(client, { response_type, request_uri: op.party + path });
    expect(paramsOf(new URL(String(answer.location)))['error']).toBe('request_uri_not_supported');
  },

  /** The fragment is no hash of the object, which nobody can know when they register. */
  async 'oidcc-request-uri-signed-rs256'(variant) {
    const { op, key } = variant;
    const path = `/object/${unique()}`;
    const request_uri = `${op.party}${path}#${createHash('sha256').update(path).digest('base64url')}`;
    const client = await register(variant, { request_uris: [request_uri], request_object_signing_alg: 'RS256' });
    op.serveText(path, await sign(objectClaims(variant, client), key));
    const { arrived } = await finish(variant, client, { request_uri });
    expect(paramsOf(arrived)['state']).toBe('inside');
    expect(op.asked(path)).toBe(1);
  },

  /** The object says where the answer goes, whatever stands beside it; one that nobody signed says nothing. */
  async 'oidcc-ensure-request-object-with-redirect-uri'(variant) {
    const { op, key, response_type } = variant;
    const client = await register(variant);
    const beside = { redirect_uri: `${op.party}/unregistered`, response_type };
    const request = await sign(objectClaims(variant, client), key);
    const arrived = await signedIn(variant, client, { ...beside, request });
    expect(arrived.pathname).toBe('/callback');
    await finishFrom(variant, client, arrived);
    const page = await op.open(client, { ...beside, request: unsigned(objectClaims(variant, client)) });
    expect([page.status >= 400, page.location]).toEqual([true, undefined]);
  },

  /** Of one client it is of no use to another. */
  async 'oidcc-refresh-token'(variant) {
    const { key } = variant;
    const [one, two] = [await register(variant, withRefresh(variant)), await register(variant, withRefresh(variant))];
    const { tokens } = await finish(variant, one, OFFLINE);
    const stolen = await refresh(variant, two, tokens, key);
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await refresh(variant, one, tokens, key)).status).toBe(200);
  },

  /** The issuer is as good as the token endpoint, and nothing else is. */
  async 'oidcc-ensure-client-assertion-with-iss-aud-succeeds'(variant) {
    const { op, key } = variant;
    const client = await register(variant);
    const arrived = await signedIn(variant, client);
    const elsewhere = await op.redeem(client, arrived, key, `${op.issuer}/oauth2/userinfo`);
    expect(elsewhere).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await op.redeem(client, arrived, key, op.issuer)).status).toBe(200);
  },

  async 'oidcc-3rdparty-init-login'(variant) {
    const { op } = variant;
    const initiate_login_uri = `${op.party}/login`;
    const client = await register(variant, { initiate_login_uri });
    expect(client.body['initiate_login_uri']).toBe(initiate_login_uri);
    const authorization = `Bearer ${client.registration_access_token}`;
    const read = await op.call(client.registration_client_uri, { headers: { authorization } });
    expect(read).toMatchObject({ status: 200, body: { initiate_login_uri } });
    await finish(variant, client);
  },
  'oidcc-3rdparty-init-login-nonhttps': refusedAtRegistration(
    () => ({ initiate_login_uri: 'http://rp.test/login' }),
    'invalid_client_metadata',
  ),
};

/** Another variant may have rotated in this very second: then that was it, and this one waits for the next. */
async function rotate(op: Provider): Promise<unknown> {
  for (let turn = 0; turn < 10; turn += 1) {
    const { status, body } = await op.admin('POST', '/signing-keys/rotate', { alg: 'RS256' });
    expect(status).toBe(200);
    const [rotation] = body['rotations'] as readonly Body[];
    if (rotation?.['rotated'] === true) return rotation['kid'];
    await sleep(300);
  }
  throw new Error('never rotated');
}
