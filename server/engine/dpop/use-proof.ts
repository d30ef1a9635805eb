/** That a proof counts once: its use goes on record, in the transaction of what it leads to. */
import { StorageError } from '../../storage/store.ts';
import type { Collections } from '../../storage/store.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { ProofUse } from './judge-proof.ts';

/** Throws invalid_dpop_proof for one that was used before; of two at once, one is first. RFC 9449 §11.1 */
export async function useProof(within: Collections, use: ProofUse): Promise<void> {
  try {
    await within.collection('dpop_proofs').insert(use);
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'already_exists') throw error;
    throw new OAuthError('invalid_dpop_proof', 'the DPoP proof was used before; each request needs one of its own');
  }
}
