/** The signing keys of this office: opened with the lifetimes that its settings say now, whenever they are maintained. */
import { readSettings } from '../directory/settings.ts';
import { type KeptKeyring, openKeyring } from '../keys/open-keyring.ts';
import { type Sealer, SealingError } from '../keys/sealing.ts';
import { StorageError, type Store } from '../storage/store.ts';

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
  const keys = await openKeyring({ store, sealer, now, rules }).catch(asDamage);
  return {
    ...keys,
    async maintain(at) {
      Object.assign(rules, await read());
      return keys.maintain(at);
    },
  };
}

/** Keys that the sealing key does not open are lost, as if their records were. */
function asDamage(cause: unknown): never {
  if (!(cause instanceof SealingError)) throw cause;
  throw new StorageError('damaged', cause.message, { cause });
}
