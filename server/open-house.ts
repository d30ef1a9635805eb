/**
 * The first half of the composition root: a data directory becomes a store, keys and secrets, for a server as for a command.
 * What listens is wired in compose.ts.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { refuseLostAdmin } from './admin/admin-mark.ts';
import { openKeptKeyring } from './admin/kept-keyring.ts';
import type { Config } from './config/config.ts';
import { closeToOthers, makePrivateDirectory, namesIn } from './config/private-directory.ts';
import { generateSecret } from './directory/machine-secrets.ts';
import { createPasswordHasher } from './directory/password-hasher.ts';
import type { PasswordHasher } from './directory/passwords.ts';
import { hasAdmin } from './directory/users.ts';
import { foundTeller } from './doctor/found-in-words.ts';
import type { Secrets } from './engine/context.ts';
import type { KeptKeyring } from './keys/open-keyring.ts';
import { openSealingKey } from './keys/open-sealing-key.ts';
import { createHouseSecrets } from './keys/house-secrets.ts';
import { createSealer } from './keys/sealing.ts';
import type { Log } from './log/log.ts';
import { openFileStore } from './storage/file/file-store.ts';
import { LOCK, STORE_FOLDER } from './storage/file/layout.ts';
import type { Store } from './storage/store.ts';

export interface Surroundings {
  readonly log: Log;
  /** Milliseconds since 1970; the system's clock where absent. */
  readonly now?: () => number;
  /** When it aborts, a start that is under way is given up. */
  readonly abandon?: AbortSignal;
}

export function systemClock(): number {
  return Date.now();
}

/** The data directory, opened. */
export interface House {
  tellFound(): void;
  readonly store: Store;
  readonly keys: KeptKeyring;
  readonly passwords: PasswordHasher;
  readonly secrets: Secrets;
  seal(plain: string): string;
  /** Epoch seconds. */
  now(): number;
}

/** `needsAdmin`: whether a store that had an admin and has none is refused. */
export async function openHouse(
  config: Config,
  { log, now = systemClock }: Surroundings,
  { needsAdmin }: { readonly needsAdmin: boolean },
): Promise<House> {
  const seconds = () => Math.floor(now() / 1000);
  const { dataDir } = config;
  const place = { dataDir, store: STORE_FOLDER, isKept: (name: string) => !name.startsWith(LOCK) };
  const sealer = createSealer(await openSealingKey(place, { namesIn, makePrivateDirectory }));
  const directory = join(dataDir, place.store);
  const opened = await closeToOthers(directory);
  if (opened !== undefined) log.warn(opened, { directory });
  const began = performance.now();
  const store = await openFileStore({ directory, now: seconds, log: (level, message) => log[level](message) });
  const tellFound = foundTeller(log, store.found, { now: seconds(), took_ms: performance.now() - began });
  try {
    // Before any record is written: what is made in the place of what was lost would hide the loss.
    if (needsAdmin) await refuseLostAdmin(dataDir, await hasAdmin(store));
    const keys = await openKeptKeyring(store, sealer, seconds());
    const secrets = { random: generateSecret, ...createHouseSecrets(sealer) };
    const seal = (plain: string) => secrets.seal('client-secret', plain);
    return { tellFound, store, keys, secrets, seal, passwords: createPasswordHasher(), now: seconds };
  } catch (error) {
    await store.close();
    throw error;
  }
}
