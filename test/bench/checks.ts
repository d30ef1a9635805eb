/** Whether an answer is right, asked once before its speed is measured: a wrong one may well be fast. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Candidate } from './candidate.ts';
import { type Answer, get, introspect, machineToken, post, signIn, textIn } from './oauth-client.ts';
import { AUDIENCE, PERSON, SCOPE, WEB } from './office.ts';

function assert(right: boolean, what: string, answer: unknown): void {
  if (!right) throw new Error(`${what}: ${JSON.stringify(answer)}`);
}

export function checkJwt(client_id: string, alg: string): (candidate: Candidate) => Promise<void> {
  return async (candidate) => {
    const answer = await machineToken(candidate, client_id);
    const { protectedHeader, payload } = await verified(candidate, textIn(answer, 'access_token'), AUDIENCE);
    assert(protectedHeader.alg === alg && protectedHeader.typ === 'at+jwt', 'not signed as asked', protectedHeader);
    assert(payload['client_id'] === client_id && payload['scope'] === SCOPE, 'not the claims that were asked', payload);
  };
}

export async function checkOpaque(candidate: Candidate): Promise<void> {
  const answer = await machineToken(candidate, 'bench-opaque');
  assert(/^[A-Za-z0-9_-]{43,}$/.test(textIn(answer, 'access_token')), 'not an opaque token', answer);
  assert(answer['token_type'] === 'Bearer' && answer['expires_in'] === 3600, 'not a token answer', answer);
}

export async function checkIntrospection(candidate: Candidate): Promise<void> {
  const answer = await introspect(candidate, textIn(await machineToken(candidate, 'bench-opaque'), 'access_token'));
  const right = answer['active'] === true && answer['scope'] === SCOPE && answer['client_id'] === 'bench-opaque';
  assert(right, 'a live token is not told as one', answer);
  const unknown = await introspect(candidate, 'a-token-that-nobody-was-ever-given');
  assert(unknown['active'] === false, 'an unknown token is told as a live one', unknown);
}

export async function checkUserinfo(candidate: Candidate): Promise<void> {
  const token = textIn(await signIn(candidate), 'access_token');
  const answer = await get(candidate.metadata.userinfo_endpoint, token);
  assert(answer['name'] === PERSON.name && typeof answer['sub'] === 'string', 'not the person', answer);
}

export async function checkRefresh(candidate: Candidate): Promise<void> {
  const first = await signIn(candidate);
  const spent = textIn(first, 'refresh_token');
  const second = await post(candidate.metadata.token_endpoint, WEB, `grant_type=refresh_token&refresh_token=${spent}`);
  assert(textIn(second, 'refresh_token') !== spent, 'the refresh token is not rotated', {});
  await checkIdToken(candidate, second);
}

export async function checkCodeFlow(candidate: Candidate): Promise<void> {
  const answer = await signIn(candidate);
  textIn(answer, 'refresh_token');
  await checkIdToken(candidate, answer);
}

export async function checkDiscovery({ issuer }: Candidate): Promise<void> {
  const answer = await get(`${issuer}/.well-known/openid-configuration`);
  assert(
    answer['issuer'] === issuer && Array.isArray(answer['grant_types_supported']),
    'no discovery document',
    answer,
  );
}

export async function checkJwks({ metadata }: Candidate): Promise<void> {
  const { keys } = await get(metadata.jwks_uri);
  assert(Array.isArray(keys) && keys.length >= 2 && !JSON.stringify(keys).includes('"d"'), 'no JWK Set', keys);
}

async function checkIdToken(candidate: Candidate, answer: Answer): Promise<void> {
  const { protectedHeader } = await verified(candidate, textIn(answer, 'id_token'), WEB);
  assert(protectedHeader.alg === 'RS256', 'the ID token is not signed with RS256', protectedHeader);
}

function verified({ issuer, metadata }: Candidate, token: string, audience: string) {
  return jwtVerify(token, createRemoteJWKSet(new URL(metadata.jwks_uri)), { issuer, audience });
}
