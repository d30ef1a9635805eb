/**
 * The signing keys as memory holds them between two changes: private keys ready to sign, public ones ready to verify,
 * and the JWKS. A value, replaced as a whole; the records that it is made of are the store's.
 */
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import type { KeyAlgorithm, SigningAlgorithm } from '../spec/vocabulary.ts';
import type { SigningKey } from '../storage/records/keys.ts';
import { StorageError } from '../storage/store.ts';
import { ALGORITHM_NAMES, DECRYPTION, KEY_ALGORITHM_NAMES, publicMembers } from './algorithms.ts';
import type { PublishedKey, SignsWith } from './jws.ts';
import type { Jwks } from './keyring.ts';
import { unsealPrivateKey } from './new-signing-key.ts';
import type { Sealer } from './sealing.ts';

export interface KeysInForce {
  /** Tells one state of the keys from another. */
  readonly version: string;
  readonly active: ReadonlyMap<SigningAlgorithm, SignsWith>;
  /** The kid of the active key of each algorithm. */
  readonly activeKids: ReadonlyMap<KeyAlgorithm, string>;
  /** The private keys that open what was encrypted to us, by kid, retired ones included: senders keep copies of the JWKS. */
  readonly decrypting: ReadonlyMap<string, KeyObject>;
  /** The private keys that sign, active and next, by kid: a key that can't be opened shows before it is needed. */
  readonly opened: ReadonlyMap<string, SignsWith>;
  /** Every key of the JWKS that verifies, by its kid; a Map, so that a kid like `__proto__` finds nothing. */
  readonly published: ReadonlyMap<string, PublishedKey>;
  readonly algorithms: readonly SigningAlgorithm[];
  readonly jwks: Jwks;
}

export const NO_KEYS: KeysInForce = {
  version: '',
  active: new Map(),
  activeKids: new Map(),
  decrypting: new Map(),
  opened: new Map(),
  published: new Map(),
  algorithms: Object.freeze([]),
  jwks: Object.freeze({ keys: Object.freeze([]) }),
};

const STATE_ORDER = { active: 0, next: 1, retired: 2 } as const;

/**
 * `before` itself when nothing changed; otherwise a new value that takes over what stayed. Throws SealingError when a
 * private key doesn't open, StorageError (damaged) when a record's public key isn't the one that its id names.
 */
export async function keysInForce(
  records: readonly SigningKey[],
  before: KeysInForce,
  sealer: Sealer,
): Promise<KeysInForce> {
  const keys = records.toSorted(byUse);
  const version = keys.map((key) => `${key.id} ${key.state}`).join('\n');
  if (version === before.version) return before;

  const published = new Map<string, PublishedKey>();
  const opened = new Map<string, SignsWith>();
  const active = new Map<SigningAlgorithm, SignsWith>();
  const decrypting = new Map<string, KeyObject>();
  for (const key of keys) {
    const { alg } = key;
    if (alg === DECRYPTION) {
      decrypting.set(key.id, before.decrypting.get(key.id) ?? (await openDecryptionKey(key, sealer)));
      continue;
    }
    published.set(key.id, before.published.get(key.id) ?? (await publishedKey(key, alg)));
    if (key.state === 'retired') continue;
    const signer = before.opened.get(key.id) ?? openKey(key, alg, sealer);
    opened.set(key.id, signer);
    if (key.state === 'active') active.set(alg, signer);
  }
  return {
    version,
    active,
    activeKids: new Map(keys.flatMap(({ id, alg, state }) => (state === 'active' ? [[alg, id] as const] : []))),
    decrypting,
    opened,
    published,
    algorithms: Object.freeze(ALGORITHM_NAMES.filter((alg) => active.has(alg))),
    jwks: Object.freeze({ keys: Object.freeze(keys.map((key) => Object.freeze(publicMembers(key.public_jwk)))) }),
  };
}

/** The table's first algorithm first, active keys before the others: some applications take whatever key comes first. */
function byUse(a: SigningKey, b: SigningKey): number {
  return (
    STATE_ORDER[a.state] - STATE_ORDER[b.state] ||
    KEY_ALGORITHM_NAMES.indexOf(a.alg) - KEY_ALGORITHM_NAMES.indexOf(b.alg) ||
    (a.id < b.id ? -1 : 1)
  );
}

async function publishedKey(key: SigningKey, alg: SigningAlgorithm): Promise<PublishedKey> {
  return { alg, key: await importJWK(await soundPublicKey(key), alg) };
}

async function openDecryptionKey(key: SigningKey, sealer: Sealer): Promise<KeyObject> {
  await soundPublicKey(key);
  return unsealPrivateKey(key, sealer);
}

/** Throws StorageError (damaged). */
async function soundPublicKey(key: SigningKey): Promise<ReturnType<typeof publicMembers>> {
  const jwk = publicMembers(key.public_jwk);
  const thumbprint = await calculateJwkThumbprint(jwk).catch(() => undefined);
  if (thumbprint === key.id) return jwk;
  // A public key that somebody exchanged would let them sign as Lanyard, or let nobody in.
  throw new StorageError(
    'damaged',
    `The public key of signing key ${key.id} is not the key that this id names. Restore the data from a backup.`,
  );
}

function openKey(key: SigningKey, alg: SigningAlgorithm, sealer: Sealer): SignsWith {
  return { alg, kid: key.id, privateKey: unsealPrivateKey(key, sealer), headers: new Map() };
}
