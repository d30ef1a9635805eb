/**
 * Transactions over tables: serialised, drafted, answered when durable, undone when they can't be.
 * Making drafts durable is the log's part: nothing at all in memory-store.ts, the journal in file/.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CollectionName, Records } from './collections.ts';
import { type Change, Draft } from './draft.ts';
import { DraftCollection, SingleVerbCollection } from './draft-collections.ts';
import type { Layers } from './draft-verbs.ts';
import { Overlay } from './overlay.ts';
import { type Collection, StorageError, type Store, type Transaction } from './store.ts';
import { rowOf, type Tables } from './table.ts';

/** Makes drafts durable, in the order in which it gets them. */
export interface DraftLog {
  /** Takes a draft; later calls `commit` for it, or `undo`. What it throws at once refuses this draft alone. */
  append(draft: Draft): void;
  writable(): boolean;
  /** Makes durable what it has, and lets go. */
  close(): Promise<void>;
}

/** How many expired records are forgotten before others get a turn. */
const SWEEP_SLICE = 2_000;

export class DraftStore implements Store {
  readonly #layers = new Map<CollectionName, Layers>();
  readonly #collections = new Map<CollectionName, SingleVerbCollection>();
  readonly #log: DraftLog;
  /** Staged and not yet durable, oldest first. */
  #pending: Draft[] = [];
  /** Transactions that wait for their turn. */
  #queue: (() => void)[] = [];
  #running = false;
  #startingNext = false;
  #run = 0;
  #undone: StorageError | undefined;
  #closing: Promise<void> | undefined;

  constructor(tables: Tables, log: DraftLog) {
    this.#log = log;
    for (const [name, table] of tables) {
      const layers: Layers = { name, table, overlay: new Overlay(rowOf(name)) };
      this.#layers.set(name, layers);
      this.#collections.set(name, new SingleVerbCollection(layers, this));
    }
  }

  collection<N extends CollectionName>(name: N): Collection<Records[N]> {
    return typed<N>(this.#collections.get(name), name);
  }

  transaction<T>(work: (within: Transaction) => Promise<T>): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    if (!this.#running) return this.#perform(work);
    return new Promise((resolve) => {
      this.#queue.push(() => resolve(this.#perform(work)));
    });
  }

  /** A transaction that is one verb, which finishes at once: no turn is given away when nobody else has it. */
  single<T>(verb: (draft: Draft) => T): Promise<T> {
    if (this.#closing !== undefined) return Promise.reject(closed());
    if (!this.#running) return this.#performSingle(verb);
    return new Promise((resolve) => {
      this.#queue.push(() => resolve(this.#performSingle(verb)));
    });
  }

  async sweep(now: number): Promise<number> {
    let count = 0;
    for (const { table } of this.#layers.values()) {
      if (table.row.expires === undefined) continue;
      let swept = table.forgetExpired(now, SWEEP_SLICE);
      count += swept.forgotten;
      while (swept.more) {
        await nextTurn();
        swept = table.forgetExpired(now, SWEEP_SLICE);
        count += swept.forgotten;
      }
    }
    return count;
  }

  writable(): boolean {
    return this.#closing === undefined && this.#log.writable();
  }

  close(): Promise<void> {
    this.#closing ??= this.#turn().then(() => this.#log.close());
    return this.#closing;
  }

  /** The oldest `count` drafts are durable: everybody may see them, and their callers are answered. */
  commit(count: number): void {
    for (const draft of this.#pending.splice(0, count)) {
      for (const change of draft.changes) this.#apply(change, draft);
      draft.durable = true;
      for (const caller of draft.callers) caller.answer();
    }
  }

  /** No draft can be made durable: all of them are undone, that of the running transaction included. */
  undo(error: StorageError): void {
    this.#run += 1;
    this.#undone = error;
    for (const { overlay } of this.#layers.values()) overlay.clear();
    const drafts = this.#pending;
    this.#pending = [];
    for (const draft of drafts) for (const caller of draft.callers) caller.refuse(error);
  }

  /** Throws unavailable when what the draft has read and written was undone; a verb after the end is a bug. */
  assertUsable(draft: Draft): void {
    if (!draft.open) throw new Error('a verb was used after its transaction had ended');
    if (draft.run !== this.#run) throw this.#undoneError();
  }

  async #perform<T>(work: (within: Transaction) => Promise<T>): Promise<T> {
    this.#running = true;
    const draft = new Draft(this.#run);
    let outcome: Promise<T>;
    try {
      outcome = this.#settle(draft, await work(this.#within(draft)));
    } catch (error) {
      outcome = this.#abandon(draft, error);
    }
    draft.open = false;
    this.#running = false;
    this.#startNext();
    return outcome;
  }

  #performSingle<T>(verb: (draft: Draft) => T): Promise<T> {
    this.#running = true;
    const draft = new Draft(this.#run);
    let outcome: Promise<T>;
    try {
      outcome = this.#settle(draft, verb(draft));
    } catch (error) {
      outcome = this.#abandon(draft, error);
    }
    this.#running = false;
    if (this.#queue.length > 0) this.#startNext();
    return outcome;
  }

  #within(draft: Draft): Transaction {
    return {
      collection: <N extends CollectionName>(name: N) => {
        const layers = this.#layers.get(name);
        return typed<N>(layers && new DraftCollection(layers, draft, this), name);
      },
    };
  }

  /** Stages what was changed; what only read waits for the newest draft that it can have read. */
  #settle<T>(draft: Draft, result: T): Promise<T> {
    if (draft.run !== this.#run) return Promise.reject(this.#undoneError());
    if (draft.changes.length === 0) return this.#afterPending(result);
    return new Promise((resolve, reject) => {
      draft.callers.push({ answer: () => resolve(result), refuse: reject });
      this.#pending.push(draft);
      try {
        this.#log.append(draft);
      } catch (error) {
        this.#pending.pop();
        this.#rollBack(draft);
        reject(error);
      }
    });
  }

  /** A refusal can rest on a draft too ("this code is used"), so that it waits as an answer does. */
  #abandon(draft: Draft, error: unknown): Promise<never> {
    if (draft.run !== this.#run) return Promise.reject(this.#undoneError());
    this.#rollBack(draft);
    return this.#afterPending(undefined).then(() => {
      throw error;
    });
  }

  /** `result`, when everything that it can rest on is durable. */
  #afterPending<T>(result: T): Promise<T> {
    const newest = this.#pending.at(-1);
    if (newest === undefined) return Promise.resolve(result);
    return new Promise((resolve, reject) => {
      newest.callers.push({ answer: () => resolve(result), refuse: reject });
    });
  }

  /** What a change replaced comes back, unless that has become durable in the meantime and lies in the table. */
  #rollBack(draft: Draft): void {
    for (let at = draft.changes.length - 1; at >= 0; at -= 1) {
      const change = draft.changes[at];
      if (change === undefined) continue;
      const before = draft.replaced[at];
      this.#layersOf(change[0]).overlay.set(change[1], before?.draft.durable ? undefined : before);
    }
  }

  #apply([name, id, record]: Change, draft: Draft): void {
    const { table, overlay } = this.#layersOf(name);
    if (record === null) table.remove(id);
    else table.put(record);
    overlay.release(id, draft);
  }

  #layersOf(name: CollectionName): Layers {
    const layers = this.#layers.get(name);
    if (layers === undefined) throw new TypeError(`there is no collection ${name}`);
    return layers;
  }

  #turn(): Promise<void> {
    if (!this.#running) return Promise.resolve();
    return new Promise((resolve) => {
      this.#queue.push(resolve);
    });
  }

  /** Single verbs finish at once, so that a loop runs them; recursion would go as deep as the queue is long. */
  #startNext(): void {
    if (this.#startingNext) return;
    this.#startingNext = true;
    while (!this.#running) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      next();
    }
    this.#startingNext = false;
  }

  #undoneError(): StorageError {
    return this.#undone ?? closed();
  }
}

/** Only records of collection N go in through a Collection<Records[N]>, so only such come out. */
function typed<N extends CollectionName>(collection: unknown, name: N): Collection<Records[N]> {
  if (collection === undefined) throw new TypeError(`there is no collection ${name}`);
  return collection as Collection<Records[N]>;
}

function closed(): StorageError {
  return new StorageError('unavailable', 'the store is closed');
}
