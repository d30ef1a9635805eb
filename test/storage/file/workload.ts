/**
 * Random transactions over a store, and the ledger of what it answered: which states it may be found in, now and after
 * a crash, and no other.
 */
import { expect } from 'vitest';
import type { CollectionName, Records } from '../../../server/storage/collections.ts';
import { StorageError, type Store, type Transaction } from '../../../server/storage/store.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { accessToken, authorizationCode, group, session } from '../stored-records.ts';

/** What one transaction makes of one record (null: it goes). */
interface Change {
  readonly key: string;
  readonly record: object | null;
  perform(within: Transaction): Promise<unknown>;
}

interface Piece {
  readonly changes: readonly Change[];
  /** Ends with an exception of its own, which undoes it. */
  readonly throws: boolean;
}

type Outcome = 'acknowledged' | 'undone' | 'unavailable';

/** Every record as JSON, by collection and id. */
type State = ReadonlyMap<string, string>;

const USED = [
  'groups',
  'sessions',
  'authorization_codes',
  'access_tokens',
] as const satisfies readonly CollectionName[];

class Undone extends Error {}

export class Workload {
  readonly #random: SeededRandom;
  #state: State = new Map();
  /** Waves that were refused since the last one that was not. One of them can lie on the disk until the store goes on. */
  #inDoubt: (readonly Piece[])[] = [];
  #made = 0;
  #acknowledged = 0;

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Up to five transactions at once; resolves when each has its outcome. True when none was refused for the disk. */
  async wave(store: Store): Promise<boolean> {
    const pieces = Array.from({ length: 1 + this.#random.below(5) }, () => this.#piece());
    const outcomes = await Promise.all(pieces.map((piece) => submit(store, piece)));
    const written = pieces.filter((_, at) => outcomes[at] === 'acknowledged');
    const refused = pieces.filter(({ throws }, at) => outcomes[at] === 'unavailable' && !throws);
    expectOrder(outcomes);
    this.#acknowledged += written.length;
    // Taking away what isn't there is answered without the disk, and settles nothing.
    if (written.some((piece) => writes(piece, this.#state))) this.#inDoubt = [];
    if (refused.length > 0) this.#inDoubt.push(refused);
    this.#state = after(this.#state, written);
    return !outcomes.includes('unavailable');
  }

  /** What everybody has to see while the store runs, whatever was refused. */
  async expectSeen(store: Store, when: string): Promise<void> {
    expectSame(await readState(store), this.#state, `what readers see ${when}`);
    const seen = await store.transaction((within) => readState(within));
    expectSame(seen, this.#state, `what a transaction sees ${when}`);
  }

  /**
   * What a start may find: everything acknowledged and, where a crash came while a wave was refused or had no answer
   * yet, a first part of that wave, whole transactions.
   */
  async expectPossible(store: Store, when: string): Promise<State> {
    const found = await readState(store);
    const begun = this.#inDoubt.flatMap((wave) => wave.map((_, at) => after(this.#state, wave.slice(0, at + 1))));
    const truth = [this.#state, ...begun].find((state) => textOf(state) === textOf(found));
    if (truth === undefined) expectSame(found, this.#state, `what was found ${when}`);
    return truth ?? this.#state;
  }

  /** The same, where what was found is the truth from then on. */
  async expectFound(store: Store, when: string): Promise<void> {
    this.#state = await this.expectPossible(store, when);
    this.#inDoubt = [];
  }

  #piece(): Piece {
    const changes = Array.from({ length: 1 + this.#random.below(4) }, () => this.#change());
    return { changes, throws: this.#random.chance(0.1) };
  }

  #change(): Change {
    this.#made += 1;
    const n = this.#made;
    const one = this.#random.below(6);
    const long = 'ö'.repeat(this.#random.below(400));
    const old = `t${n - 1 - this.#random.below(20)}`;
    return this.#random.pick([
      () => put('groups', group(`g${one}`, { number: n })),
      () => removal('groups', `g${one}`),
      () => put('sessions', session(`s${one}`, { acr: String(n), user_agent: long })),
      () => put('authorization_codes', authorizationCode(`c${one}`, { consumed_at: n })),
      () => put('access_tokens', accessToken(`t${n}`, { scope: long })),
      () => put('access_tokens', accessToken(`t${n}`)),
      () => removal('access_tokens', old),
      () => removal('access_tokens', old),
    ])();
  }
}

function put<N extends CollectionName>(name: N, record: Records[N]): Change {
  return {
    key: `${name} ${record.id}`,
    record,
    perform: async (within) => {
      const collection = within.collection(name);
      if ((await collection.get(record.id)) === undefined) await collection.insert(record);
      else await collection.update(record.id, () => record);
    },
  };
}

function removal(name: CollectionName, id: string): Change {
  return { key: `${name} ${id}`, record: null, perform: (within) => within.collection(name).remove(id) };
}

async function submit(store: Store, { changes, throws }: Piece): Promise<Outcome> {
  try {
    await store.transaction(async (within) => {
      for (const change of changes) await change.perform(within);
      if (throws) throw new Undone();
    });
    return 'acknowledged';
  } catch (error) {
    if (error instanceof Undone) return 'undone';
    if (error instanceof StorageError && error.code === 'unavailable') return 'unavailable';
    throw error;
  }
}

function writes({ changes }: Piece, before: State): boolean {
  return changes.some(({ key, record }) => record !== null || before.has(key));
}

function after(state: State, pieces: readonly Piece[]): State {
  const next = new Map(state);
  for (const { key, record } of pieces.flatMap(({ changes }) => changes)) {
    if (record === null) next.delete(key);
    else next.set(key, JSON.stringify(record));
  }
  return next;
}

async function readState(from: Transaction): Promise<State> {
  const state = new Map<string, string>();
  for (const name of USED) {
    const { items } = await from.collection(name).list({ limit: 100_000 });
    for (const record of items) state.set(`${name} ${record.id}`, JSON.stringify(record));
  }
  return state;
}

/** Nothing becomes durable on top of what was refused. */
function expectOrder(outcomes: readonly Outcome[]): void {
  const inOrder = outcomes.filter((outcome) => outcome !== 'undone');
  expect(inOrder.join(' ')).toMatch(/^(acknowledged ?)*(unavailable ?)*$/);
}

function expectSame(found: State, expected: State, what: string): void {
  expect(textOf(found), `${what}`).toBe(textOf(expected));
}

function textOf(state: State): string {
  return [...state]
    .map(([key, json]) => `${key} ${json}`)
    .toSorted()
    .join('\n');
}
