/** What the house makes for itself and reads again: MACs and sealed values, each purpose under a key of its own. */
import { createHmac } from 'node:crypto';
import { type Sealer, SealingError } from './sealing.ts';

export type MacPurpose =
  | 'refresh-successor'
  | 'csrf'
  | 'pairwise'
  | 'pairwise-sid'
  | 'browser-state'
  | 'dpop-nonce'
  | 'user-code'
  | 'mail-code';
export type SealPurpose =
  | 'ticket'
  | 'posted'
  | 'client-secret'
  | 'pushed-request'
  | 'hand-over'
  | 'mail'
  | 'mail-server';

export interface HouseSecrets {
  /** HMAC-SHA256 of `value`, base64url. */
  derive(purpose: MacPurpose, value: string): string;
  seal(purpose: SealPurpose, plain: string): string;
  /** Undefined for anything that was not sealed here for this purpose: strangers send these. */
  unseal(purpose: SealPurpose, sealed: string): string | undefined;
}

export function createHouseSecrets(sealer: Sealer): HouseSecrets {
  const macKeys = {
    'refresh-successor': sealer.derive('refresh-successor'),
    csrf: sealer.derive('csrf'),
    pairwise: sealer.derive('pairwise'),
    'pairwise-sid': sealer.derive('pairwise-sid'),
    'browser-state': sealer.derive('browser-state'),
    'dpop-nonce': sealer.derive('dpop-nonce'),
    'user-code': sealer.derive('user-code'),
    'mail-code': sealer.derive('mail-code'),
  };
  return {
    derive: (purpose, value) => createHmac('sha256', macKeys[purpose]).update(value).digest('base64url'),
    seal: (purpose, plain) => sealer.seal(purpose, plain),
    unseal(purpose, sealed) {
      try {
        return sealer.unseal(purpose, sealed);
      } catch (error) {
        if (error instanceof SealingError) return undefined;
        throw error;
      }
    },
  };
}
