/** A client of the admin API for tests: typed by the contract, and every answer is checked against it. */
import { expect } from 'vitest';
import type { Operation } from '../../server/contract/admin/operation.ts';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import { type Problem, problemSchema } from '../../server/contract/admin/problem.ts';
import type { Answered } from '../../server/contract/admin/types.ts';
import { APP_PASSWORD, post } from '../attacks/office.ts';

export interface Asked {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Told<N extends OperationName> {
  readonly status: number;
  readonly headers: Headers;
  /** Whole, as it came. */
  readonly text: string;
  /** Of an answer that is no refusal. */
  readonly body: Answered<N>;
  readonly etag: string;
  /** Of a refusal. */
  readonly problem: Problem;
}

export type Client = <N extends OperationName>(name: N, asked?: Asked) => Promise<Told<N>>;

/** Sends `credentials` (headers) with every request. */
export function adminClient(origin: string, credentials: Readonly<Record<string, string>> = {}): Client {
  return async <N extends OperationName>(name: N, asked: Asked = {}) => {
    const response = await send(origin, name, { ...asked, headers: { ...credentials, ...asked.headers } });
    const text = await response.text();
    const told = { status: response.status, headers: response.headers, text };
    const etag = response.headers.get('etag') ?? '';
    const whole = { ...told, etag, body: undefined as Answered<N>, problem: undefined as unknown as Problem };
    if (response.status >= 400) return { ...whole, problem: readProblem(response, text) };
    expect(response.headers.get('cache-control')).toContain('no-store');
    return { ...whole, body: readAnswer(name, response, text) as Answered<N> };
  };
}

/** The request as it is, for tests that look at the wire. */
export function send(origin: string, name: OperationName, asked: Asked = {}): Promise<Response> {
  const operation: Operation = OPERATIONS[name];
  const { path = {}, query, body, headers = {} } = asked;
  const filled = operation.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(path[key] ?? 'none'));
  const search = query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
  const type = body === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' };
  return fetch(`${origin}${filled}${search}`, {
    method: operation.method,
    headers: { ...type, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    redirect: 'manual',
  });
}

function readProblem(response: Response, text: string): Problem {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toContain('no-store');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const problem = problemSchema.strict().parse(JSON.parse(text));
  expect(problem.status).toBe(response.status);
  return problem;
}

function readAnswer(name: OperationName, response: Response, text: string): unknown {
  const { answer, versioned }: Operation = OPERATIONS[name];
  if (response.status === 304) return undefined;
  expect(response.status).toBe(answer.status);
  if (!('schema' in answer)) return undefined;
  expect(response.headers.get('content-type')).toBe('application/json');
  if (versioned === true) expect(response.headers.get('etag')).toMatch(/^"[\w-]{20}\.[\w-]{20}"$/);
  // The schema is strict here only: nothing may be answered that the contract does not name.
  const body: unknown = JSON.parse(text);
  const parsed = answer.schema.parse(body);
  expect(parsed).toEqual(body);
  return body;
}

/** The Authorization header of the service account `bot`, an admin of the attacked office. */
export async function botCredentials(origin: string, username = 'bot', scope = 'lanyard:admin') {
  const fields = { grant_type: 'client_credentials', username, password: APP_PASSWORD, scope };
  const { body } = await post(origin, '/oauth2/token', fields);
  if (body['access_token'] === undefined) throw new Error(`no token for ${username}: ${JSON.stringify(body)}`);
  return { authorization: `Bearer ${body['access_token']}` };
}

export interface PanelCredentials extends Record<string, string> {
  readonly cookie: string;
  readonly 'x-lanyard-csrf': string;
}

/** The headers of an admin's session in the panel. */
export async function panelCredentials(
  origin: string,
  person: { readonly username: string; readonly password: string },
): Promise<PanelCredentials> {
  const response = await send(origin, 'signIn', { body: person });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`not signed in: ${response.status} ${text}`);
  const { csrf } = OPERATIONS.signIn.answer.schema.parse(JSON.parse(text));
  return { cookie: cookieOf(response), 'x-lanyard-csrf': csrf };
}

export function cookieOf(response: Response): string {
  const line = response.headers.getSetCookie().find((each) => each.includes('lanyard_panel=')) ?? '';
  return line.split(';', 1)[0] ?? '';
}

/** The office as a document, without leaving a trace in it. */
export async function exported(origin: string, credentials: Readonly<Record<string, string>>): Promise<string> {
  const response = await send(origin, 'exportDocument', { path: { kind: 'configuration' }, headers: credentials });
  if (response.status !== 200) throw new Error(`no export: ${response.status}`);
  return response.text();
}

/** What a 401 of the admin API says of itself, and where its metadata stands. RFC 6750 §3, RFC 9728 §5.1 */
export function bareChallenge(origin: string): string {
  return `Bearer resource_metadata="${origin}/.well-known/oauth-protected-resource/api/v1"`;
}
