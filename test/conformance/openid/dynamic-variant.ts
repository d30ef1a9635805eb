/** What every module of a client that registers itself does: it registers, signs a person in, and looks at all that it got. */
import { randomBytes } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { expect } from 'vitest';
import type { ResponseType } from '../../../server/spec/vocabulary.ts';
import type { Answer } from '../../attacks/browser.ts';
import type { ClientKey } from '../../support/client-jwt.ts';
import {
  checkCallback,
  type Checked,
  checkErrorPage,
  checkIdTokens,
  checkSecret,
  checkTokenResponse,
} from './checks.ts';
import { type Body, type Client, clientMetadata, type Provider } from './dynamic-support.ts';
import { checkKeys } from './metadata.ts';
import { arrivedAt, type Params, random, textOf } from './relying-party.ts';

export interface DynamicVariant {
  readonly op: Provider;
  /** With which clients prove themselves and sign their requests. */
  readonly key: ClientKey;
  readonly response_type: ResponseType;
}

export type DynamicModule = (variant: DynamicVariant) => Promise<void>;

/** For paths that no other variant may meet. */
export const unique = () => randomBytes(12).toString('hex');

export const wanted = ({ op, key, response_type }: DynamicVariant, changes: Body = {}): Body => ({
  ...clientMetadata(op, key, response_type),
  ...changes,
});

export const register = (variant: DynamicVariant, changes: Body = {}) =>
  variant.op.registered(wanted(variant, changes));

export const refusedAtRegistration =
  (changes: (op: Provider) => Body, error: string): DynamicModule =>
  async (variant) => {
    const { status, body } = await variant.op.register(wanted(variant, changes(variant.op)));
    expect([status, body['error']]).toEqual([400, error]);
  };

export const signedIn = ({ op, response_type }: DynamicVariant, client: Client, changes: Params = {}) =>
  op.signIn(client, { response_type, ...changes });

/** An error page of ours, and the browser is not sent on. */
export function checkStays({ status, text, location }: Answer): void {
  checkErrorPage({ status, html: text, left: location === undefined ? undefined : new URL(location) });
}

export interface Finished {
  readonly arrived: URL;
  /** Of what was asked, as far as the answers show it. */
  readonly request: Params;
  readonly claims: JWTPayload;
  /** The `kid` and `alg` of the ID token. */
  readonly header: Readonly<Record<string, unknown>>;
  readonly tokens: Body | undefined;
}

/** From the request to userinfo, with everything checked that AbstractOIDCCServerTest checks. */
export async function finish(variant: DynamicVariant, client: Client, changes: Params = {}): Promise<Finished> {
  const request = { state: random(), nonce: random(), ...changes };
  return finishFrom(variant, client, await signedIn(variant, client, request), request);
}

/** The same from the callback on. `request` has the state and the nonce that count; `aud` is of the client's assertion. */
export async function finishFrom(
  variant: DynamicVariant,
  client: Client,
  arrived: URL,
  request: Params,
  aud?: string,
): Promise<Finished> {
  const { op, key } = variant;
  const callback = arrivedAt(arrived, redirectUriOf(client));
  const { code, access_token: early } = callback.params;
  const tokens = code === undefined ? undefined : await op.redeem(client, arrived, key, aud);
  if (tokens !== undefined) checkTokenResponse(tokens);
  const checked = await checkedOf(variant, client);
  checkCallback(checked, request, callback);
  const { id_token, claims } = await checkIdTokens(checked, request, callback, tokens?.body);
  const later = tokens === undefined ? [] : [textOf(tokens.body['access_token'])];
  for (const access_token of [...(early === undefined ? [] : [early]), ...later]) {
    checkSecret(access_token);
    expect((await userinfoOf(checked, client, access_token))['sub']).toBe(claims.sub);
  }
  return { arrived, request, claims, header: decodeProtectedHeader(id_token), tokens: tokens?.body };
}

export function redirectUriOf({ body }: Client): string {
  const [redirect_uri] = body['redirect_uris'] as readonly [string];
  return redirect_uri;
}

/** With the keys that are published now: they rotate while modules run. */
export async function checkedOf({ op, response_type }: DynamicVariant, client: Client): Promise<Checked> {
  const { body } = await op.call(String(op.metadata['jwks_uri']));
  const jwks: JSONWebKeySet = { keys: body['keys'] as JSONWebKeySet['keys'] };
  checkKeys(jwks.keys);
  const { issuer, metadata } = op;
  const provider = { issuer, metadata, jwks, keys: createLocalJWKSet(jwks) };
  return { provider, client, response_type, response_mode: undefined };
}

/** As JSON, or as a JWT where the client registered so. */
export async function userinfoOf({ provider }: Checked, client: Client, access_token: string): Promise<Body> {
  const headers = { authorization: `Bearer ${access_token}` };
  const response = await fetch(String(provider.metadata['userinfo_endpoint']), { headers });
  expect(response.status).toBe(200);
  const alg = client.body['userinfo_signed_response_alg'];
  const type = alg === undefined ? 'application/json' : 'application/jwt';
  expect(response.headers.get('content-type')).toMatch(new RegExp(`^${type}\\b`));
  if (alg === undefined) return (await response.json()) as Body;
  const about = { issuer: provider.issuer, audience: client.client_id, algorithms: [textOf(alg)] };
  return (await jwtVerify(await response.text(), provider.keys, about)).payload;
}
