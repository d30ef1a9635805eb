/** An office for tests about the disk: robots whose tokens are on record or carry everything themselves, and a person. */
import { createHash, randomBytes } from 'node:crypto';
import { HttpPerson } from './http-person.ts';
import { ALICE } from './office.ts';

const SECRET = 'robot-secret-robot-secret-robot-01';
const CALLBACK = 'http://127.0.0.1:9/callback';
const robot = { client_secret: SECRET, redirect_uris: [], grant_types: ['client_credentials'] };

export const DISK_OFFICE = {
  lanyard: 1,
  users: [{ ...ALICE, name: 'Alice', admin: true }],
  applications: [
    { ...robot, client_id: 'opaque' },
    { ...robot, client_id: 'jwt', access_token_format: 'jwt' },
    { client_id: 'web', client_secret: SECRET, redirect_uris: [CALLBACK], consent: 'skip' },
  ],
};

export interface DiskAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A client's call of an OAuth endpoint (`token`, `introspect` …). */
export async function call(
  issuer: string,
  endpoint: string,
  client_id: string,
  fields: Record<string, string>,
): Promise<DiskAnswer> {
  const response = await fetch(`${issuer}/oauth2/${endpoint}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams(fields),
  });
  const { status, headers } = response;
  return { status, headers, body: (await response.json()) as Record<string, unknown> };
}

export function askToken(issuer: string, client_id: string): Promise<DiskAnswer> {
  return call(issuer, 'token', client_id, { grant_type: 'client_credentials' });
}

/** The access token of somebody who has just signed in. */
export async function personToken(issuer: string): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: 'web',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid profile',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = new HttpPerson(issuer);
  const { left } = await browser.submit(await browser.open(`${issuer}/oauth2/authorize?${query}`), ALICE);
  const fields = { code: left?.searchParams.get('code') ?? '', code_verifier: verifier, redirect_uri: CALLBACK };
  const { body } = await call(issuer, 'token', 'web', { grant_type: 'authorization_code', ...fields });
  return String(body['access_token']);
}

/** The status of a GET, with a Bearer token where one is given. */
export async function statusOf(url: string, token?: string): Promise<number> {
  const response = await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  await response.arrayBuffer();
  return response.status;
}
