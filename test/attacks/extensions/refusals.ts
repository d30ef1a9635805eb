/**
 * Tables of refusals: each row changes one thing about a request that is right, and says what the wire has to answer. The
 * same request unchanged is sent after it and has to be accepted, so that no row is refused for another reason.
 */
import { expect, it } from 'vitest';
import { given } from '../office.ts';

export interface Sent {
  readonly path: string;
  /** POST where absent. */
  readonly method?: 'GET' | 'POST';
  /** The form of a POST, the query of a GET; pairs where something comes twice. */
  readonly fields: Readonly<Record<string, string | undefined>> | readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Expected {
  readonly status: number;
  readonly error: string;
  /** What WWW-Authenticate has to look like; it must be absent where this is. */
  readonly challenge?: RegExp;
  /** Whether a DPoP-Nonce comes along. */
  readonly nonce?: true;
  /** What Allow says. RFC 9110 §15.5.6 */
  readonly allow?: string;
}

export interface Refusal extends Expected {
  readonly what: string;
  change(right: Sent): Sent | Promise<Sent>;
  /** Whether the refusal uses up what was to be redeemed: the right request is then made anew. */
  readonly burns?: true;
}

/** A request with other fields, `undefined` for none, and other headers. */
export function but(fields: Readonly<Record<string, string | undefined>>, headers: Sent['headers'] = {}) {
  return (right: Sent): Sent => ({
    ...right,
    fields: Array.isArray(right.fields) ? right.fields : { ...right.fields, ...fields },
    headers: { ...right.headers, ...headers },
  });
}

/** The same request without the headers of those names. */
export function without(...names: readonly string[]) {
  return (right: Sent): Sent => ({
    ...right,
    headers: Object.fromEntries(Object.entries(right.headers ?? {}).filter(([name]) => !names.includes(name))),
  });
}

/** The same request with a second value of a field beside the first. */
export function alsoWith(name: string, value: string) {
  return (right: Sent): Sent => ({ ...right, fields: [...given(recordOf(right)), [name, value]] });
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export async function send(origin: string, { path, method = 'POST', fields, headers = {} }: Sent): Promise<Told> {
  const form = isPairs(fields) ? new URLSearchParams(fields.map(([name, value]) => [name, value])) : given(fields);
  const query = method === 'GET' && form.size > 0 ? `?${form.toString()}` : '';
  const body = method === 'POST' ? { body: form } : {};
  const response = await fetch(`${origin}${path}${query}`, { method, headers, redirect: 'manual', ...body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: objectIn(text) };
}

/** One test for each row. `accepted` is the status of the right request. */
export function refuses(origin: () => string, prepare: () => Promise<Sent>, rows: readonly Refusal[], accepted = 200) {
  it.each(rows)('$what: $status $error', async (row) => {
    const right = await prepare();
    const wrong = await row.change(right);
    expect(complaints(await send(origin(), wrong), row, wrong)).toEqual([]);
    const told = await send(origin(), row.burns === true ? await prepare() : right);
    expect({ status: told.status, error: told.body['error'] }).toEqual({ status: accepted, error: undefined });
  });
}

/** What is wrong with an answer that should have been `expected`. */
export function complaints(told: Told, expected: Expected, sent: Sent): readonly string[] {
  const { status, headers, text, body } = told;
  const challenge = headers.get('www-authenticate');
  const description = body['error_description'];
  return [
    status === expected.status ? '' : `status ${status}`,
    body['error'] === expected.error ? '' : `error ${String(body['error'])}: ${text.slice(0, 300)}`,
    headers.get('cache-control') === 'no-store' ? '' : `cache-control ${headers.get('cache-control')}`,
    headers.get('content-type')?.startsWith('application/json') === true ? '' : `type ${headers.get('content-type')}`,
    isAsExpected(challenge, expected.challenge) ? '' : `www-authenticate ${challenge}`,
    headers.has('dpop-nonce') === (expected.nonce === true) ? '' : `dpop-nonce ${headers.get('dpop-nonce')}`,
    (headers.get('allow') ?? undefined) === expected.allow ? '' : `allow ${headers.get('allow')}`,
    isDescription(description) ? '' : `error_description ${String(description)}`,
    Object.keys(body).every((name) => isSaid(name, status)) ? '' : `more than that: ${text}`,
    ...secretsIn(sent).map((secret) => (`${text} ${challenge}`.includes(secret) ? `tells ${secret}` : '')),
  ].filter((complaint) => complaint !== '');
}

/** What an operator finds in the log has a number there. */
function isSaid(name: string, status: number): boolean {
  return ['error', 'error_description'].includes(name) || (status >= 500 && name === 'incident');
}

/** Characters of RFC 6749 §5.2. */
function isDescription(text: unknown): boolean {
  return typeof text === 'string' && /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/.test(text);
}

function isAsExpected(challenge: string | null, expected: RegExp | undefined): boolean {
  return expected === undefined ? challenge === null : expected.test(challenge ?? '');
}

const PUBLIC = ['grant_type', 'client_id', 'scope', 'redirect_uri', 'resource', 'audience', 'response_type'];

/** Whatever of a request could be worth something to whoever reads its answer. */
function secretsIn({ fields, headers = {} }: Sent): readonly string[] {
  const pairs = isPairs(fields) ? fields : [...given(fields)];
  const sent = pairs.filter(([name]) => !PUBLIC.includes(name) && !/_type$|_method$|_details$/.test(name));
  const { authorization = '', dpop = '' } = headers;
  const values = [...sent.map(([, value]) => value), authorization.replace(/^\w+ /, ''), dpop];
  return values.filter((value) => value.length > 12);
}

function isPairs(fields: Sent['fields']): fields is readonly (readonly [string, string])[] {
  return Array.isArray(fields);
}

function recordOf({ fields }: Sent): Readonly<Record<string, string | undefined>> {
  return isPairs(fields) ? Object.fromEntries(fields) : fields;
}

function objectIn(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
