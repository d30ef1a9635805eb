/** At what we protect ourselves: the access token of a request, if it stands for something and came by whoever may use it. */
import { OAuthError, type OAuthErrorCode } from '../spec/oauth-error.ts';
import type { EndpointName } from '../spec/vocabulary.ts';
import { bearerError, readBearerToken } from './bearer-token.ts';
import { comesWithItsCertificate } from './certificate-thumbprint.ts';
import type { Context } from './context.ts';
import { addressesOf } from './dpop/addresses-of.ts';
import { judgeProof, PROOF_ALGORITHMS } from './dpop/judge-proof.ts';
import { nonceHeader } from './dpop/nonce.ts';
import { useProof } from './dpop/use-proof.ts';
import { runStep } from './step.ts';
import { findLiveToken, type LiveToken } from './tokens/lookup.ts';
import type { EndpointRequest } from './wire.ts';

const WITHOUT_CERTIFICATE = 'the access token is bound to a certificate that this connection was not made with';
const ALGS = `algs="${PROOF_ALGORITHMS.join(' ')}"`;

/**
 * Throws what RFC 6750 §3 and RFC 9449 §7.1 say, each with its challenge. A token that is bound to a key needs a proof, one
 * that is bound to a certificate needs that on its connection (RFC 8705 §3), and one that is bound to both needs both.
 */
export async function findPresentedToken(
  request: EndpointRequest,
  endpoint: EndpointName,
  cx: Context,
): Promise<LiveToken> {
  const bound = /^dpop +([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.authorization ?? '')?.[1];
  if (bound !== undefined) return findBound(bound, request, endpoint, cx);
  const presented = readBearerToken(request);
  if (presented === undefined) {
    const headers = { 'WWW-Authenticate': `Bearer, DPoP ${ALGS}` };
    throw new OAuthError('invalid_token', 'no access token was sent', { headers });
  }
  const token = await findLiveToken(presented, cx);
  if (token === undefined) throw bearerError('invalid_token', 'the access token is unknown, expired or revoked');
  const { cnf } = token;
  if (cnf?.jkt !== undefined) {
    throw dpopError('invalid_token', 'the access token is bound to a key; send it with the scheme DPoP and a proof');
  }
  if (cnf === undefined || comesWithItsCertificate(cnf, request)) return token;
  throw bearerError('invalid_token', WITHOUT_CERTIFICATE);
}

/** The same where neither proof nor certificate is taken: what is bound to anything opens nothing there. */
export async function findUnboundToken(value: string, cx: Context): Promise<LiveToken | undefined> {
  const token = await findLiveToken(value, cx);
  return token?.cnf === undefined ? token : undefined;
}

async function findBound(
  access_token: string,
  request: EndpointRequest,
  endpoint: EndpointName,
  cx: Context,
): Promise<LiveToken> {
  const { dpop: proof, method, params } = request;
  if (method === 'POST' && params.has('access_token')) {
    throw dpopError('invalid_request', 'the access token was sent in two ways at once', 400);
  }
  const token = await findLiveToken(access_token, cx);
  if (token === undefined) throw dpopError('invalid_token', 'the access token is unknown, expired or revoked');
  const { cnf } = token;
  if (cnf?.jkt === undefined) throw dpopError('invalid_token', 'the access token is bound to no key');
  if (cnf['x5t#S256'] !== undefined && !comesWithItsCertificate(cnf, request)) {
    throw dpopError('invalid_token', WITHOUT_CERTIFICATE);
  }
  if (proof === undefined) throw dpopError('invalid_dpop_proof', 'the DPoP header is missing');
  const urls = addressesOf(endpoint, token.subject.application, cx);
  const judged = await runStep(judgeProof, { proof, method, urls, access_token }, cx);
  if (judged.kind === 'refused') throw dpopError('invalid_dpop_proof', `the DPoP proof ${judged.why}`);
  if (judged.kind === 'needs_nonce') {
    throw dpopError(
      'use_dpop_nonce',
      'the DPoP proof must hold the nonce of the DPoP-Nonce header',
      401,
      nonceHeader(cx),
    );
  }
  if (judged.jkt !== cnf.jkt) throw dpopError('invalid_token', 'the access token is bound to another key');
  await useOnce(judged.use, cx);
  return token;
}

async function useOnce(use: Parameters<typeof useProof>[1], cx: Context): Promise<void> {
  try {
    await useProof(cx.store, use);
  } catch (error) {
    throw error instanceof OAuthError ? dpopError('invalid_dpop_proof', error.description) : error;
  }
}

/** That a token is good, and not for this: in the words of the scheme by which it came. RFC 6750 §3.1, RFC 9449 §7.1 */
export function insufficientScope({ cnf }: LiveToken, description: string, scope: string): OAuthError {
  const error = bearerError('insufficient_scope', description, scope);
  if (cnf?.jkt === undefined) return error;
  const challenge = `DPoP error="${error.code}", error_description="${error.description}", scope="${scope}", ${ALGS}`;
  return new OAuthError(error.code, description, { headers: { 'WWW-Authenticate': challenge } });
}

/** RFC 9449 §7.1 */
function dpopError(code: OAuthErrorCode, description: string, status = 401, headers = {}): OAuthError {
  const { description: safe } = new OAuthError(code, description);
  const challenge = `DPoP error="${code}", error_description="${safe}", ${ALGS}`;
  return new OAuthError(code, description, { status, headers: { ...headers, 'WWW-Authenticate': challenge } });
}
