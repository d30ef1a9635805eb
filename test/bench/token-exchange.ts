/** An application that exchanges a person's token for one of its own. The peer knows nothing of that. RFC 8693 */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Candidate } from './candidate.ts';
import { type Load, sameRequest } from './load.ts';
import { authorizationOf, FORM, post, signIn, textIn } from './oauth-client.ts';
import { EXCHANGING } from './office.ts';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

export async function checkExchange(candidate: Candidate): Promise<void> {
  const { issuer, metadata } = candidate;
  const answer = await post(metadata.token_endpoint, EXCHANGING, await exchange(candidate));
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const { payload, protectedHeader } = await jwtVerify(textIn(answer, 'access_token'), keys, { issuer });
  const right = protectedHeader.alg === 'ES256' && payload['client_id'] === EXCHANGING;
  if (!right || answer['issued_token_type'] !== ACCESS_TOKEN)
    throw new Error(`not exchanged: ${JSON.stringify({ answer, payload })}`);
}

export async function exchangeLoad(candidate: Candidate): Promise<Load> {
  const headers = { ...FORM, Authorization: authorizationOf(EXCHANGING) };
  const source = sameRequest('POST', headers, await exchange(candidate));
  return { url: candidate.metadata.token_endpoint, lua: source, requests_per_operation: 1 };
}

async function exchange(candidate: Candidate): Promise<string> {
  return new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    subject_token: textIn(await signIn(candidate), 'access_token'),
    subject_token_type: ACCESS_TOKEN,
  }).toString();
}
