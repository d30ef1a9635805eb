/** The extensions under load: requests that are sent ahead, tokens bound to a key, introspection in a JWT. */
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Candidate } from './candidate.ts';
import { type Load, lua, luaTable, sameRequest } from './load.ts';
import { authorizationOf, authorizationUrl, CLIENT_CREDENTIALS, FORM, machineToken, textIn } from './oauth-client.ts';
import { WEB } from './office.ts';
import { encodePart, fileOfLines, MOST_IN_A_ROUND, signEs256 } from './signed-lines.ts';

const AS_JWT = 'application/token-introspection+jwt';

export async function checkPushed({ metadata }: Candidate): Promise<void> {
  const { status, text } = await send(metadata.pushed_authorization_request_endpoint, WEB, pushed({ metadata }));
  const { request_uri } = JSON.parse(text) as { readonly request_uri?: string };
  if (status !== 201 || request_uri?.startsWith('urn:') !== true) throw new Error(`not kept: ${status} ${text}`);
}

export function pushedLoad({ metadata }: Candidate): Promise<Load> {
  const headers = { ...FORM, Authorization: authorizationOf(WEB) };
  return once(metadata.pushed_authorization_request_endpoint, sameRequest('POST', headers, pushed({ metadata })));
}

export async function checkIntrospectionJwt(candidate: Candidate): Promise<void> {
  const { issuer, metadata } = candidate;
  const token = textIn(await machineToken(candidate, 'bench-opaque'), 'access_token');
  const { text } = await send(metadata.introspection_endpoint, 'bench-opaque', `token=${token}`, { Accept: AS_JWT });
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const { payload } = await jwtVerify(text, keys, { issuer, audience: 'bench-opaque', typ: 'token-introspection+jwt' });
  const told = payload['token_introspection'];
  if (typeof told === 'object' && told !== null && 'active' in told && told.active === true) return;
  throw new Error(`a live token is not told as one: ${text}`);
}

export async function introspectionJwtLoad(candidate: Candidate): Promise<Load> {
  const token = textIn(await machineToken(candidate, 'bench-opaque'), 'access_token');
  const headers = { ...FORM, Accept: AS_JWT, Authorization: authorizationOf('bench-opaque') };
  return once(candidate.metadata.introspection_endpoint, sameRequest('POST', headers, `token=${token}`));
}

export async function checkBound({ metadata }: Candidate): Promise<void> {
  const [proof = ''] = proofs(metadata.token_endpoint, 1);
  const ask = () => send(metadata.token_endpoint, 'bench-opaque', CLIENT_CREDENTIALS, { DPoP: proof });
  const { status, text } = await ask();
  if (status !== 200 || !text.includes('"DPoP"')) throw new Error(`not bound: ${status} ${text}`);
  const again = await ask();
  if (again.status !== 400) throw new Error(`a proof counts twice: ${again.status} ${again.text}`);
}

/** A proof counts once, so that each request has its own, made before the clock starts and read line by line. */
export async function boundTokenLoad({ metadata }: Candidate): Promise<Load> {
  const file = await fileOfLines(proofs(metadata.token_endpoint, MOST_IN_A_ROUND));
  const headers = luaTable({ ...FORM, Authorization: authorizationOf('bench-opaque') });
  return once(
    metadata.token_endpoint,
    `local proofs = io.lines(${lua(file)})
local headers = ${headers}
local body = ${lua(CLIENT_CREDENTIALS)}
request = function()
  headers['DPoP'] = proofs()
  return wrk.format('POST', nil, headers, body)
end`,
  );
}

function once(url: string, source: string): Promise<Load> {
  return Promise.resolve({ url, lua: source, requests_per_operation: 1 });
}

function pushed({ metadata }: Pick<Candidate, 'metadata'>): string {
  return authorizationUrl({ metadata }).searchParams.toString();
}

async function send(url: string, client_id: string, body: string, headers: Readonly<Record<string, string>> = {}) {
  const all = { ...FORM, Authorization: authorizationOf(client_id), ...headers };
  const response = await fetch(url, { method: 'POST', headers: all, body });
  return { status: response.status, text: await response.text() };
}

function proofs(htu: string, count: number): readonly string[] {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const header = encodePart({ alg: 'ES256', typ: 'dpop+jwt', jwk: publicKey.export({ format: 'jwk' }) });
  const iat = Math.floor(Date.now() / 1000);
  return Array.from({ length: count }, () =>
    signEs256(header, { jti: randomUUID(), htm: 'POST', htu, iat }, privateKey),
  );
}
