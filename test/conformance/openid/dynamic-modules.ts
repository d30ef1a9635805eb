/** The modules of the Dynamic plan, by the Foundation's testName, for any response type. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { errorOf } from '../../attacks/browser.ts';
import { type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { checkErrorCallback, checkRefreshed } from './checks.ts';
import type { Answered, Body, Client, Provider } from './dynamic-support.ts';
import {
  checkedOf,
  checkStays,
  type DynamicModule as Module,
  type DynamicVariant,
  finish,
  finishFrom,
  redirectUriOf,
  refusedAtRegistration,
  register,
  signedIn,
  unique,
  userinfoOf,
  wanted,
} from './dynamic-variant.ts';
import { checkMetadata } from './metadata.ts';
import { arrivedAt, random, textOf } from './relying-party.ts';

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
    checkStays(await op.open(client, { response_type, redirect_uri: callback + sent }));
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

/** What of them a callback and an ID token show. */
const shownOf = ({ state, nonce }: Body) => ({ state: textOf(state), nonce: textOf(nonce) });

/** Six variants at most, a second each, on a machine that may be busy. */
const ROTATED_WITHIN_MS = 60_000;

const OFFLINE = { scope: 'openid email offline_access', prompt: 'consent' };
const withRefresh = (variant: DynamicVariant): Body => {
  const { grant_types } = wanted(variant);
  return { grant_types: [...(grant_types as readonly string[]), 'refresh_token'] };
};
const refresh = (
  { op }: DynamicVariant,
  client: Client,
  tokens: Body | undefined,
  key: ClientKey,
  more: Readonly<Record<string, string>> = {},
): Promise<Answered> =>
  op.token(client, { grant_type: 'refresh_token', refresh_token: String(tokens?.['refresh_token']), ...more }, key);

export const DYNAMIC_MODULES: Readonly<Record<string, Module>> = {
  async 'oidcc-discovery-endpoint-verification'(variant) {
    const { op } = variant;
    await checkMetadata(await checkedOf(variant, await register(variant)));
    expect(op.metadata).toMatchObject({
      issuer: op.issuer,
      registration_endpoint: `${op.issuer}/oauth2/register`,
      subject_types_supported: ['public', 'pairwise'],
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_request_uri_registration: true,
    });
    const lists: readonly (readonly [string, readonly string[]])[] = [
      ['response_types_supported', ['code', 'id_token', 'id_token token', variant.response_type]],
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

  /** What is checked of every userinfo answer is checked of the signed one here. */
  async 'oidcc-userinfo-rs256'(variant) {
    const client = await register(variant, { userinfo_signed_response_alg: 'RS256' });
    expect(client.body['userinfo_signed_response_alg']).toBe('RS256');
    await finish(variant, client);
  },

  async 'oidcc-ensure-redirect-uri-in-authorization-request'(variant) {
    const { op, response_type } = variant;
    const client = await register(variant, { redirect_uris: [`${op.party}/callback`, `${op.party}/other`] });
    const page = await op.open(client, { response_type, redirect_uri: undefined });
    checkStays(page);
    expect(errorOf(page)).toBe('invalid_request');
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
    const first = await finish(variant, client, OFFLINE);
    const next = await makeClientKey('RS256', 'second');
    op.serve(path, { keys: [next.jwk] });
    const second = await refresh(variant, client, first.tokens, next);
    await checkRefreshed(await checkedOf(variant, client), second, first);
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
    const request = { response_type, state: random() };
    const { location } = await op.open(client, { ...request, request_uri: op.party + path });
    const callback = arrivedAt(new URL(String(location)), redirectUriOf(client));
    checkErrorCallback(await checkedOf(variant, client), request, callback, 'request_uri_not_supported');
  },

  /** The fragment is no hash of the object, which nobody can know when they register. */
  async 'oidcc-request-uri-signed-rs256'(variant) {
    const { op, key } = variant;
    const path = `/object/${unique()}`;
    const request_uri = `${op.party}${path}#${createHash('sha256').update(path).digest('base64url')}`;
    const client = await register(variant, { request_uris: [request_uri], request_object_signing_alg: 'RS256' });
    const inside = objectClaims(variant, client);
    op.serveText(path, await sign(inside, key));
    await finishFrom(variant, client, await signedIn(variant, client, { request_uri }), shownOf(inside));
    expect(op.asked(path)).toBe(1);
  },

  /** The object says where the answer goes, whatever stands beside it; one that nobody signed says nothing. */
  async 'oidcc-ensure-request-object-with-redirect-uri'(variant) {
    const { op, key, response_type } = variant;
    const client = await register(variant);
    const beside = { redirect_uri: `${op.party}/unregistered`, response_type };
    const inside = objectClaims(variant, client);
    const request = await sign(inside, key);
    await finishFrom(variant, client, await signedIn(variant, client, { ...beside, request }), shownOf(inside));
    checkStays(await op.open(client, { ...beside, request: unsigned(objectClaims(variant, client)) }));
  },

  /** Of one client it is of no use to another. */
  async 'oidcc-refresh-token'(variant) {
    const { key } = variant;
    const [one, two] = [await register(variant, withRefresh(variant)), await register(variant, withRefresh(variant))];
    const first = await finish(variant, one, OFFLINE);
    const stolen = await refresh(variant, two, first.tokens, key);
    expect(stolen).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

    const checked = await checkedOf(variant, one);
    const shownTo = ({ body }: Answered) => userinfoOf(checked, one, textOf(body['access_token']));
    const refreshed = await refresh(variant, one, first.tokens, key);
    await checkRefreshed(checked, refreshed, first);
    expect(await shownTo(refreshed)).toMatchObject({ sub: first.claims.sub, email: 'buffy@example.lan' });
    const less = await refresh(variant, one, refreshed.body, key, { scope: 'openid' });
    await checkRefreshed(checked, less, first);
    expect(less.body['scope']).toBe('openid');
    expect(Object.keys(await shownTo(less))).toEqual(['sub']);
  },

  /** The issuer is as good as the token endpoint, and nothing else is. */
  async 'oidcc-ensure-client-assertion-with-iss-aud-succeeds'(variant) {
    const { op, key } = variant;
    const client = await register(variant);
    const request = { state: random(), nonce: random() };
    const arrived = await signedIn(variant, client, request);
    const elsewhere = await op.redeem(client, arrived, key, `${op.issuer}/oauth2/userinfo`);
    expect(elsewhere).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    await finishFrom(variant, client, arrived, request, op.issuer);
  },
};

/**
 * Other variants rotate too, and a key signs for a second at least: then the server says from when on it goes again, and
 * each variant may be the last of all those that wait.
 */
async function rotate(op: Provider): Promise<unknown> {
  const end = Date.now() + ROTATED_WITHIN_MS;
  while (Date.now() < end) {
    const { status, body } = await op.admin('POST', '/signing-keys/rotate', { alg: 'RS256' });
    expect(status).toBe(200);
    const [rotation] = body['rotations'] as readonly Body[];
    if (rotation?.['rotated'] === true) return rotation['kid'];
    expect(rotation?.['waits_until']).toBeTypeOf('number');
    await sleep(Number(rotation?.['waits_until']) * 1000 - Date.now());
  }
  throw new Error('never rotated');
}
