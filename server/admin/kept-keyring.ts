/**
 * The signing keys of this office: opened with the lifetimes that its settings say now, whenever they are maintained. What
 * time makes of them stands in the audit log, as what admins do.
 */
import { appendAudit } from '../audit/append.ts';
import { readSettings } from '../directory/settings.ts';
import { type KeptKeyring, openKeyring } from '../keys/open-keyring.ts';
import type { RotationPlan } from '../keys/rotation-plan.ts';
import { type Sealer, SealingError } from '../keys/sealing.ts';
import type { KeyAlgorithm } from '../spec/vocabulary.ts';
import { StorageError, type Store, type Transaction } from '../storage/store.ts';

/** `now` in epoch seconds. Throws StorageError: damaged for keys that the sealing key does not open. */
export async function openKeptKeyring(store: Store, sealer: Sealer, now: number): Promise<KeptKeyring> {
  const read = async () => {
    const { signing_key_lifetime_s, access_token_lifetime_s, id_token_lifetime_s } = await readSettings(store);
    return {
      signing_key_lifetime_s,
      longest_token_lifetime_s: Math.max(access_token_lifetime_s, id_token_lifetime_s),
    };
  };
  const rules = await read();
  const keys = await openKeyring({ store, sealer, now, rules, witness: recordRotation }).catch(asDamage);
  return {
    ...keys,
    async maintain(at) {
      Object.assign(rules, await read());
      return keys.maintain(at);
    },
  };
}

/** The algorithms whose next key takes over by a plan. */
export function rotatedIn(plan: RotationPlan): readonly KeyAlgorithm[] {
  return plan.filter(({ rotated }) => rotated).map(({ alg }) => alg);
}

async function recordRotation(within: Transaction, plan: RotationPlan, at: number): Promise<void> {
  const rotated = rotatedIn(plan);
  const [only, another] = rotated;
  if (only === undefined) return;
  const target = another === undefined ? only : 'all';
  const detail = { rotated, because: 'it was time' };
  await appendAudit(within, { at, type: 'signing_keys.rotated', actor: 'lanyard', target, address: '', detail });
}

/** Keys that the sealing key does not open are lost, as if their records were. */
function asDamage(cause: unknown): never {
  if (!(cause instanceof SealingError)) throw cause;
  throw new StorageError('damaged', cause.message, { cause });
}
