/** At the back channel: which key the caller proved to hold, so that what it gets is bound to it. */
import { OAuthError } from '../../spec/oauth-error.ts';
import type { EndpointName } from '../../spec/vocabulary.ts';
import type { Caller } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import type { Authorization } from '../grants/grant.ts';
import { runStep } from '../step.ts';
import type { EndpointRequest } from '../wire.ts';
import { addressesOf } from './addresses-of.ts';
import { judgeProof, type ProofUse } from './judge-proof.ts';
import { nonceHeader } from './nonce.ts';
import { useProof } from './use-proof.ts';

export interface ProvedKey {
  readonly jkt: string;
  readonly use: ProofUse;
}

/**
 * Undefined where no proof was sent. Throws invalid_dpop_proof, and use_dpop_nonce with the nonce to come again with:
 * by then nothing has been consumed. RFC 9449 §5, §8
 */
export async function proveKey(
  { dpop: proof, method }: EndpointRequest,
  endpoint: EndpointName,
  client: Caller,
  cx: Context,
): Promise<ProvedKey | undefined> {
  if (proof === undefined) return undefined;
  const urls = addressesOf(endpoint, client.application, cx);
  const judged = await runStep(judgeProof, { proof, method, urls }, cx);
  if (judged.kind === 'proved') return judged;
  if (judged.kind === 'refused') throw new OAuthError('invalid_dpop_proof', `the DPoP proof ${judged.why}`);
  throw new OAuthError('use_dpop_nonce', 'the DPoP proof must hold the nonce of the DPoP-Nonce header', {
    headers: nonceHeader(cx),
  });
}

/** Throws invalid_request where the client is registered for bound tokens and sent no proof. RFC 9449 §5.2 */
export function requireKey({ application }: Caller, key: ProvedKey | undefined): void {
  if (key !== undefined || application?.dpop_bound_access_tokens !== true) return;
  throw new OAuthError('invalid_request', 'the DPoP header is missing; tokens of this client are bound to a key');
}

/**
 * Binds what an authorization is worth to the key. The proof is used up together with whatever is redeemed. A refresh token
 * is bound where nothing else ties it to its client. RFC 9449 §5
 */
export function bindToKey(authorization: Authorization, key: ProvedKey | undefined, client: Caller): Authorization {
  if (key === undefined) return authorization;
  const { redeem, refresh } = authorization;
  const cnf = { jkt: key.jkt };
  const open = client.kind === 'application' && client.method === 'none';
  return {
    ...authorization,
    cnf,
    async redeem(within) {
      await useProof(within, key.use);
      return redeem === undefined ? 'redeemed' : redeem(within);
    },
    ...(refresh === undefined ? {} : { refresh: open ? { cnf, ...refresh } : refresh }),
  };
}
