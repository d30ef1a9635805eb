/**
 * The keyring over a store: loads the signing keys, carries out rotation plans, and signs and verifies from memory.
 * What is to happen to which key rotation-plan.ts decides; when maintain() is called is the jobs room's.
 */
import type { KeyAlgorithm, SigningAlgorithm } from '../spec/vocabulary.ts';
import type { SigningKey } from '../storage/records/keys.ts';
import type { Collections, Store, Transaction } from '../storage/store.ts';
import { decryptCompact } from './jwe.ts';
import { signCompact, verifyCompact } from './jws.ts';
import type { Keyring } from './keyring.ts';
import { keysInForce, NO_KEYS } from './keys-in-force.ts';
import { firstRecord, makeSigningKey, type NewSigningKey } from './new-signing-key.ts';
import { type AlgorithmPlan, PUBLISH_BEFORE_USE_S, planRotation, type RotationPlan } from './rotation-plan.ts';
import type { Sealer } from './sealing.ts';

/** Read at each maintenance, so an object whose members are getters follows the settings. */
export interface KeyringRules {
  readonly signing_key_lifetime_s: number;
  /** The longest life of any token that these keys sign: access and ID tokens. */
  readonly longest_token_lifetime_s: number;
  /** Default 600. */
  readonly publish_before_use_s?: number | undefined;
}

export interface KeyringParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** Epoch seconds. */
  readonly now: number;
  readonly rules: KeyringRules;
  /** Of what time demands, when the keyring opens and when it is maintained. */
  readonly witness?: Witness;
}

/** What became of one algorithm's keys. */
export interface Rotation {
  readonly alg: KeyAlgorithm;
  readonly rotated: boolean;
  /** The key that is used from now on. */
  readonly kid: string;
  /** Only where a rotation was asked for in the second of the last one: from when on another can be. */
  readonly waits_until?: number;
}

export interface KeptKeyring extends Keyring {
  /**
   * Does what time demands (scheduled rotation, removal) and takes up what other processes on the same store changed.
   * To be called about once a minute; `now` in epoch seconds. Rejects, with the keys as they were, when the store does.
   */
  maintain(now: number): Promise<readonly Rotation[]>;
  /**
   * Rotates `alg` or every algorithm at once, however young the next key is; the old keys stay published. `witness` runs
   * in the transaction that changes anything.
   */
  rotate(now: number, alg?: KeyAlgorithm, witness?: Witness): Promise<readonly Rotation[]>;
  /**
   * Takes a key out of use at once: nothing that it signed is verified from then on. Where it was the active one, the next
   * takes over, or a new one. Answers which key signs now, undefined where there is no such key.
   */
  revoke(now: number, kid: string, witness: Witness): Promise<string | undefined>;
  /** A key that no record holds yet, for `rewrite` to insert. */
  makeKey(alg: KeyAlgorithm): Promise<NewSigningKey>;
  /** Changes records in a transaction of their turn, and takes up what it leaves. What `work` throws undoes it. */
  rewrite<T>(work: (within: Transaction) => Promise<T>): Promise<T>;
  /** By which the keys are planned now. */
  rules(): KeyringRules & { readonly publish_before_use_s: number };
}

/** Writes something of its own where keys are about to change, such as who wanted it. `now` in epoch seconds. */
export type Witness = (within: Transaction, plan: RotationPlan, now: number) => Promise<void>;

interface Request {
  readonly request?: 'rotate';
  readonly request_alg?: KeyAlgorithm | undefined;
  readonly revoked?: string;
  readonly witness?: Witness | undefined;
}

interface Settled {
  readonly plan: RotationPlan;
  readonly records: readonly SigningKey[];
}

/**
 * Keys are made where the store has none, which takes up to a second; later starts load them.
 * Throws SealingError when the stored keys were sealed under another key, StorageError when the store fails.
 */
export async function openKeyring(parts: KeyringParts): Promise<KeptKeyring> {
  let current = NO_KEYS;
  let turn: Promise<unknown> = Promise.resolve();

  async function carryOut(now: number, request: Request): Promise<readonly Rotation[]> {
    const seen = await readSigningKeys(parts.store);
    // Before anything is written: a sealing key that doesn't open what is there must seal nothing beside it.
    current = await keysInForce(seen, current, parts.sealer);
    const { plan, records } = await settle(parts, seen, now, request);
    current = await keysInForce(records, current, parts.sealer);
    return plan
      .filter(({ alg }) => alg === (request.request_alg ?? alg))
      .map(({ alg, rotated, waits_until }) => ({
        alg,
        rotated,
        kid: activeKidOf(alg),
        ...(waits_until === undefined ? {} : { waits_until }),
      }));
  }

  /** One after the other, so that an older reading of the store never replaces a newer one. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function revoke(now: number, kid: string, witness: Witness): Promise<string | undefined> {
    const key = await parts.store.collection('signing_keys').get(kid);
    if (key === undefined) return undefined;
    await carryOut(now, { revoked: kid, witness });
    return activeKidOf(key.alg);
  }

  async function rewrite<T>(work: (within: Transaction) => Promise<T>): Promise<T> {
    const result = await parts.store.transaction(work);
    current = await keysInForce(await readSigningKeys(parts.store), current, parts.sealer);
    return result;
  }

  function activeKidOf(alg: KeyAlgorithm): string {
    const kid = current.activeKids.get(alg);
    if (kid === undefined) throw new Error(`There is no active key for ${alg}.`);
    return kid;
  }

  function signerOf(alg: SigningAlgorithm) {
    const signer = current.active.get(alg);
    if (signer === undefined) throw new Error(`There is no active signing key for ${alg}.`);
    return signer;
  }

  const ofTime: Request = { witness: parts.witness };
  await inTurn(() => carryOut(parts.now, ofTime));

  return {
    sign: ({ alg, typ }, payload) => signCompact(signerOf(alg), typ, payload),
    verify: (jwt) => verifyCompact(current.published, jwt),
    decrypt: (jwe) => decryptCompact(current.decrypting, jwe),
    jwks: () => current.jwks,
    algorithms: () => current.algorithms,
    maintain: (now) => inTurn(() => carryOut(now, ofTime)),
    rotate: (now, alg, witness) => inTurn(() => carryOut(now, { request: 'rotate', request_alg: alg, witness })),
    revoke: (now, kid, witness) => inTurn(() => revoke(now, kid, witness)),
    makeKey: (alg) => makeSigningKey(alg, parts.sealer),
    rewrite: (work) => inTurn(() => rewrite(work)),
    rules: () => ({ ...parts.rules, publish_before_use_s: publishBeforeUse(parts.rules) }),
  };
}

/** Plans, makes keys, and writes what a second look at the records, inside of the transaction, still finds right. */
async function settle(
  parts: KeyringParts,
  seen: readonly SigningKey[],
  now: number,
  request: Request,
): Promise<Settled> {
  const { store, sealer, rules } = parts;
  const { witness, ...asked } = request;
  const decide = (records: readonly SigningKey[]) =>
    planRotation(records, {
      now,
      signing_key_lifetime_s: rules.signing_key_lifetime_s,
      longest_token_lifetime_s: rules.longest_token_lifetime_s,
      publish_before_use_s: publishBeforeUse(rules),
      ...asked,
    });

  const first = decide(seen);
  if (first.every(changesNothing)) return { plan: first, records: seen };

  const wanted = first.flatMap(({ alg, generate }) => generate.map(() => alg));
  const made = await Promise.all(wanted.map((alg) => makeSigningKey(alg, sealer)));
  const { plan, missing } = await store.transaction(async (within) => {
    const again = decide(await readSigningKeys(within));
    await witness?.(within, again, now);
    return { plan: again, missing: await write(within, again, made, now) };
  });
  const records = await readSigningKeys(store);
  if (missing === 0) return { plan, records };
  // Somebody removed keys while ours were made. The request is answered; what is missing now is made as usual.
  const rest = await settle(parts, records, now, {});
  return { plan, records: rest.records };
}

function publishBeforeUse({ publish_before_use_s = PUBLISH_BEFORE_USE_S }: KeyringRules): number {
  return publish_before_use_s;
}

function changesNothing({ change, remove, generate }: AlgorithmPlan): boolean {
  return change.length === 0 && remove.length === 0 && generate.length === 0;
}

/** Answers how many keys the plan wants that were not made. Keys that it doesn't want are forgotten. */
async function write(
  within: Transaction,
  plan: RotationPlan,
  made: readonly NewSigningKey[],
  now: number,
): Promise<number> {
  const keys = within.collection('signing_keys');
  let missing = 0;
  for (const { alg, change, remove, generate } of plan) {
    for (const record of change) await keys.update(record.id, () => record);
    for (const id of remove) await keys.remove(id);
    const fresh = made.filter((key) => key.alg === alg);
    for (const [index, state] of generate.entries()) {
      const key = fresh[index];
      if (key === undefined) missing += 1;
      else await keys.insert(firstRecord(key, state, now));
    }
  }
  return missing;
}

async function readSigningKeys(from: Collections): Promise<readonly SigningKey[]> {
  const records: SigningKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await from.collection('signing_keys').list({ limit: 100, cursor });
    records.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return records;
}
