/** What every module that ends well has in common: the callback, the token response, the ID tokens and userinfo are in order. */
import { createHash } from 'node:crypto';
import { decodeProtectedHeader, type JWTPayload, jwtVerify } from 'jose';
import { expect } from 'vitest';
import type { HttpPerson } from '../../support/http-person.ts';
import { CALLBACK } from './provider.ts';
import {
  type Answer,
  addressOf,
  type Callback,
  callbackOf,
  callUserinfo,
  carries,
  type Changes,
  newPerson,
  type Params,
  passPages,
  redeem,
  requestOf,
  textOf,
  type UserinfoWay,
  type Variant,
} from './relying-party.ts';

export interface Finished {
  readonly person: HttpPerson;
  readonly request: Params;
  readonly callback: Params;
  /** Which pages the person met. */
  readonly pages: readonly string[];
  /** Of the token endpoint where there is one, else of the callback. */
  readonly id_token: string;
  readonly claims: JWTPayload;
  readonly access_token: string | undefined;
  readonly tokens: Answer['body'] | undefined;
  readonly userinfo: Answer['body'] | undefined;
}

export interface Manner {
  readonly person?: HttpPerson;
  readonly changes?: Changes;
  readonly method?: 'GET' | 'POST';
  readonly order?: (pairs: readonly [string, string][]) => readonly [string, string][];
  readonly userinfo?: UserinfoWay;
  /** What the token request has beside code and redirect_uri. */
  readonly redeemWith?: Params;
}

/** As much of a variant as the checks need: whose answers they are, to which client, and of which kind. */
export interface Checked extends Pick<Variant, 'response_type' | 'response_mode'> {
  readonly provider: Pick<Variant['provider'], 'issuer' | 'jwks' | 'keys'> & { readonly metadata: Answer['body'] };
  readonly client: Pick<Variant['client'], 'client_id'>;
}

/** From the request to userinfo, with everything checked that AbstractOIDCCServerTest checks. */
export async function finish(variant: Variant, manner: Manner = {}): Promise<Finished> {
  const person = manner.person ?? newPerson(variant);
  const request = requestOf(variant, manner.changes);
  const { callback, pages } = await authorize(variant, person, request, manner);
  checkCallback(variant, request, callback);
  const { code, access_token: frontAccess } = callback.params;
  const tokens = code === undefined ? undefined : await redeemed(variant, code, manner.redeemWith);
  const { id_token, claims } = await checkIdTokens(variant, request, callback, tokens);
  const access_token = tokens === undefined ? frontAccess : textOf(tokens['access_token']);
  const userinfo = access_token === undefined ? undefined : await userinfoOf(variant, access_token, claims, manner);
  if (frontAccess !== undefined) {
    checkSecret(frontAccess);
    if (frontAccess !== access_token) expect((await callUserinfo(variant, frontAccess)).body).toEqual(userinfo);
  }
  return { person, request, callback: callback.params, pages, id_token, claims, access_token, tokens, userinfo };
}

/** Sends the request and answers the pages. */
export async function authorize(
  variant: Variant,
  person: HttpPerson,
  request: Params,
  { method = 'GET', order = (pairs) => pairs }: Manner = {},
): Promise<{ readonly callback: Callback; readonly pages: readonly string[] }> {
  const pairs = order(Object.entries(request));
  const first =
    method === 'POST'
      ? await person.post(variant.provider.metadata.authorization_endpoint, pairs, new URL(CALLBACK).origin)
      : await person.open(addressOf(variant, pairs));
  const { stop, pages } = await passPages(person, first);
  return { callback: callbackOf(stop), pages };
}

/** What has to come, where it has to come, and nothing else. */
export function checkCallback(variant: Checked, request: Params, { by, params }: Callback): void {
  expect({ error: params['error'], because: params['error_description'] }).toEqual({});
  expect(by).toBe(variant.response_mode ?? (variant.response_type === 'code' ? 'query' : 'fragment'));
  const expected = [
    'state',
    'iss',
    'session_state',
    ...(carries(variant, 'code') ? ['code'] : []),
    ...(carries(variant, 'id_token') ? ['id_token'] : []),
    ...(carries(variant, 'token') ? ['access_token', 'token_type', 'expires_in', 'scope'] : []),
  ];
  expect(Object.keys(params).toSorted()).toEqual(expected.toSorted());
  expect(params).toMatchObject({ state: request['state'], iss: variant.provider.issuer });
  if (params['code'] !== undefined) checkSecret(params['code']);
  if (carries(variant, 'token')) {
    expect(params['token_type']).toBe('Bearer');
    expect(Number(params['expires_in'])).toBeGreaterThan(0);
  }
}

/** An error that arrives at the redirect URI in the request's own way, with its state, and without anything else. */
export function checkErrorCallback(variant: Checked, request: Params, { by, params }: Callback, code: string | RegExp) {
  const undecided = request['response_type'] === undefined;
  if (!undecided || variant.response_mode !== undefined) {
    expect(by).toBe(variant.response_mode ?? (variant.response_type === 'code' ? 'query' : 'fragment'));
  }
  expect(params['error']).toMatch(code);
  expect(params).toMatchObject({ state: request['state'], iss: variant.provider.issuer });
  const ofSession = params['session_state'] === undefined ? [] : ['session_state'];
  expect(Object.keys(params).toSorted()).toEqual(['error', 'error_description', 'iss', ...ofSession, 'state']);
}

async function redeemed(variant: Variant, code: string, more?: Params): Promise<Answer['body']> {
  const answer = await redeem(variant, code, more);
  checkTokenResponse(answer);
  return answer.body;
}

export function checkTokenResponse({ status, headers, body }: Answer): void {
  expect({ status, error: body['error'] }).toEqual({ status: 200, error: undefined });
  expect(headers.get('cache-control')).toContain('no-store');
  expect(body).toMatchObject({ token_type: 'Bearer', id_token: expect.any(String) });
  expect(body['expires_in']).toBeGreaterThan(0);
  for (const name of ['access_token', 'refresh_token']) {
    const value = body[name];
    if (value !== undefined) checkSecret(textOf(value));
  }
}

/** Characters of RFC 6750 §2.1, and no fewer than 128 bits if every one of them counts for no more than its alphabet gives. */
export function checkSecret(value: string): void {
  expect(value).toMatch(/^[A-Za-z0-9\-._~+/]+=*$/);
  const kinds = new Map<string, number>();
  for (const character of value) kinds.set(character, (kinds.get(character) ?? 0) + 1);
  const bits = [...kinds.values()].reduce((sum, n) => sum - n * Math.log2(n / value.length), 0);
  expect(bits).toBeGreaterThan(128);
}

/** The ID tokens of the callback and of the token endpoint: both in order, and of one person. Answers the last one. */
export async function checkIdTokens(
  variant: Checked,
  request: Params,
  { params: { code, id_token: front, access_token } }: Callback,
  tokens: Answer['body'] | undefined,
): Promise<Pick<Finished, 'id_token' | 'claims'>> {
  const inFront =
    front === undefined ? undefined : await checkIdToken(variant, front, request, { code, access_token, front: true });
  if (tokens === undefined) return { id_token: textOf(front), claims: inFront ?? {} };
  const id_token = textOf(tokens['id_token']);
  const claims = await checkIdToken(variant, id_token, request, { access_token: tokens['access_token'] });
  if (inFront !== undefined) expect([inFront.iss, inFront.sub]).toEqual([claims.iss, claims.sub]);
  return { id_token, claims };
}

/** The answer to a refresh: its ID token is of the same sign-in, and does not repeat the nonce. OIDC Core §12.2 */
export async function checkRefreshed(
  variant: Checked,
  answer: Answer,
  before: Pick<Finished, 'claims' | 'request'>,
): Promise<void> {
  checkTokenResponse(answer);
  const { nonce: _nonce, ...rest } = before.request;
  const { id_token, access_token } = answer.body;
  const { iss, aud, sub, auth_time } = await checkIdToken(variant, textOf(id_token), rest, { access_token });
  const { claims } = before;
  expect({ iss, aud, sub, auth_time }).toEqual({
    iss: claims.iss,
    aud: claims.aud,
    sub: claims.sub,
    auth_time: claims['auth_time'],
  });
}

interface Beside {
  readonly code?: string | undefined;
  readonly access_token?: unknown;
  /** It came by the browser: then the hashes of what came beside it must be there. OIDC Core §3.2.2.10, §3.3.2.11 */
  readonly front?: boolean;
}

export async function checkIdToken(variant: Checked, token: string, request: Params, beside: Beside = {}) {
  const { provider, client } = variant;
  const header = decodeProtectedHeader(token);
  const alg = String(header.alg);
  expect(provider.metadata['id_token_signing_alg_values_supported']).toContain(alg);
  expect(provider.jwks.keys.filter((key) => key.kid === header.kid).length).toBe(1);
  const { payload } = await jwtVerify(token, provider.keys, {
    issuer: provider.issuer,
    audience: client.client_id,
    algorithms: [alg],
    requiredClaims: ['sub', 'iat', 'exp', 'auth_time'],
  });
  const now = Date.now() / 1000;
  expect(Math.abs(now - (payload.iat ?? 0))).toBeLessThan(60);
  expect(String(payload.sub)).toMatch(/^[\x20-\x7e]{1,255}$/);
  expect(payload['nonce']).toBe(request['nonce']);
  checkHash(payload['at_hash'], beside.access_token, beside.front === true);
  checkHash(payload['c_hash'], beside.code, beside.front === true);
  return payload;
}

function checkHash(claimed: unknown, value: unknown, needed: boolean): void {
  if (value === undefined) return expect(claimed).toBeUndefined();
  if (claimed === undefined && !needed) return;
  const digest = createHash('sha256').update(textOf(value)).digest();
  expect(claimed).toBe(digest.subarray(0, 16).toString('base64url'));
}

async function userinfoOf(variant: Variant, token: string, claims: JWTPayload, { userinfo }: Manner) {
  const { status, body } = await callUserinfo(variant, token, userinfo);
  expect(status).toBe(200);
  expect(body['sub']).toBe(claims.sub);
  return body;
}

/** An error page of ours: the browser was not sent on. */
export function checkErrorPage({ status, html, left }: { status: number; html: string; left: URL | undefined }): void {
  expect({ left: left?.href, status: status >= 400 && status < 500 }).toEqual({ left: undefined, status: true });
  expect(html).toContain('id="lanyard-error"');
}
