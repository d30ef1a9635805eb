/** A relying party as the Foundation's suite is one: builds requests, takes callbacks apart, calls token endpoint and userinfo. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { ResponseMode, ResponseType } from '../../../server/spec/vocabulary.ts';
import { HttpPerson, type Stop } from '../../support/http-person.ts';
import type { ClientRegistration } from './plans.ts';
import { CALLBACK, type Credentials, PERSON, type Provider } from './provider.ts';

export type Params = Readonly<Record<string, string>>;
export type Changes = Readonly<Record<string, string | undefined>>;

/** One entry of a plan, against one provider, with a browser in which nobody is signed in. */
export interface Variant {
  readonly provider: Provider;
  readonly response_type: ResponseType;
  readonly response_mode: ResponseMode | undefined;
  readonly client_registration: ClientRegistration;
  readonly client: Credentials;
  readonly other: Credentials;
  readonly client_auth: 'client_secret_basic' | 'client_secret_post';
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A member that must be a string. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error(`expected a string, not ${typeof value}`);
  return value;
}

export const random = (): string => randomBytes(24).toString('base64url');

export const carries = ({ response_type }: Pick<Variant, 'response_type'>, what: 'code' | 'token' | 'id_token') =>
  response_type.split(' ').includes(what);

export function newPerson({ provider }: Pick<Variant, 'provider'>): HttpPerson {
  return new HttpPerson(provider.issuer);
}

/** The parameters of a request; `undefined` in `changes` leaves one out. */
export function requestOf(variant: Variant, changes: Changes = {}): Params {
  const { response_type, response_mode, client } = variant;
  const all: Changes = {
    client_id: client.client_id,
    redirect_uri: CALLBACK,
    scope: 'openid',
    state: random(),
    nonce: random(),
    response_type,
    ...(response_mode === undefined ? {} : { response_mode }),
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

export function addressOf({ provider }: Variant, pairs: readonly (readonly [string, string])[]): string {
  return `${provider.metadata.authorization_endpoint}?${new URLSearchParams(pairs.map(([name, value]) => [name, value]))}`;
}

/** Answers the pages that come, and says which ones came. */
export async function passPages(
  person: HttpPerson,
  arrived: Stop,
): Promise<{ readonly stop: Stop; readonly pages: readonly string[] }> {
  const pages: string[] = [];
  let stop = arrived;
  for (let step = 0; step < 4 && stop.left === undefined; step += 1) {
    if (stop.html.includes('id="lanyard-login-submit"')) {
      pages.push('login');
      stop = await person.submit(stop, PERSON);
    } else if (stop.html.includes('id="lanyard-consent-allow"')) {
      pages.push('consent');
      stop = await person.allow(stop);
    } else break;
  }
  return { stop, pages };
}

/** What stands at the redirect URI in the end, and how it came there. */
export interface Callback {
  readonly by: 'query' | 'fragment' | 'form_post';
  readonly params: Params;
}

/** Throws where the browser was not sent to the redirect URI. Every parameter may come once only. */
export function callbackOf(stop: Stop): Callback {
  return stop.left === undefined ? postedCallback(stop) : arrivedAt(stop.left, CALLBACK);
}

/** An answer in the address: it leads to the redirect URI, whose own query is still there. */
export function arrivedAt(left: URL, redirect_uri: string): Callback {
  const registered = new URL(redirect_uri);
  expect(left.origin + left.pathname).toBe(registered.origin + registered.pathname);
  const query = [...left.searchParams].filter(([name]) => !registered.searchParams.has(name));
  expect([...registered.searchParams].every(([name, value]) => left.searchParams.get(name) === value)).toBe(true);
  const fragment = [...new URLSearchParams(left.hash.slice(1))];
  if (fragment.length > 0) expect(query).toEqual([]);
  return fragment.length > 0 ? { by: 'fragment', params: once(fragment) } : { by: 'query', params: once(query) };
}

function postedCallback({ status, html, url }: Stop): Callback {
  if (!html.includes('id="lanyard-form-post"')) throw new Error(`stayed on ${url} (${status}): ${html.slice(0, 2000)}`);
  expect(status).toBe(200);
  expect(unescape(/<form[^>]*\saction="([^"]*)"/.exec(html)?.[1] ?? '')).toBe(CALLBACK);
  const fields = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]): [string, string] => [
    unescape(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
    unescape(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
  ]);
  return { by: 'form_post', params: once(fields) };
}

/** No parameter comes twice. */
function once(pairs: readonly (readonly [string, string])[]): Params {
  const params = Object.fromEntries(pairs);
  expect(Object.keys(params).length).toBe(pairs.length);
  return params;
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

export async function callToken(variant: Variant, fields: Params): Promise<Answer> {
  const { client_id, client_secret } = variant.client;
  const basic = variant.client_auth === 'client_secret_basic';
  const body = new URLSearchParams({ ...fields, ...(basic ? {} : { client_id, client_secret }) });
  const headers = basic
    ? { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` }
    : {};
  return answerOf(await fetch(variant.provider.metadata.token_endpoint, { method: 'POST', body, headers }));
}

export function redeem(variant: Variant, code: string, fields: Params = {}): Promise<Answer> {
  return callToken(variant, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...fields });
}

export type UserinfoWay = 'get' | 'post-header' | 'post-body';

export async function callUserinfo({ provider }: Variant, token: string, way: UserinfoWay = 'get'): Promise<Answer> {
  const authorization = `Bearer ${token}`;
  const ways: Readonly<Record<UserinfoWay, RequestInit>> = {
    get: { headers: { authorization } },
    'post-header': { method: 'POST', headers: { authorization } },
    'post-body': { method: 'POST', body: new URLSearchParams({ access_token: token }) },
  };
  return answerOf(await fetch(provider.metadata.userinfo_endpoint, ways[way]));
}

async function answerOf(response: Response): Promise<Answer> {
  expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
}
