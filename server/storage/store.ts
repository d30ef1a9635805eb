/** What every store does: six verbs over every collection, and transactions. Which store it is, only the composition root knows. */
import type { CollectionName, Records } from './collections.ts';

/** Up to `limit` records in the order of their ids, after the one named by `cursor`. */
export interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface PageOf<R> {
  readonly items: readonly R[];
  /** Hand it back as `cursor` for the next page; null at the end. */
  readonly next: string | null;
}

/** Records are immutable: a change is a new value. Verbs outside a transaction are transactions of one. */
export interface Collection<R> {
  get(id: string): Promise<R | undefined>;
  find(index: string, value: string): Promise<readonly R[]>;
  list(page: Page): Promise<PageOf<R>>;
  /** Throws already_exists when the id or a unique index value is taken. */
  insert(record: R): Promise<void>;
  /** Atomic: `change` sees the newest value and may run twice; what it throws cancels the update. Throws not_found, already_exists. */
  update(id: string, change: (old: R) => R): Promise<R>;
  /** Whether there was such a record. */
  remove(id: string): Promise<boolean>;
}

export interface Collections {
  collection<N extends CollectionName>(name: N): Collection<Records[N]>;
}

/** The inside of a transaction: it reads its own changes and those of every earlier transaction, flushed or not. */
export type Transaction = Collections;

export interface Store extends Collections {
  /**
   * Runs `work` after every earlier transaction and before every later one; resolves when its changes are durable.
   * What `work` throws undoes them. `work` must await nothing but the verbs of `within`: everybody waits for it.
   */
  transaction<T>(work: (within: Transaction) => Promise<T>): Promise<T>;
  /** Forgets records that expired before `now` (epoch seconds), a minute after it at the latest. Returns how many. */
  sweep(now: number): Promise<number>;
  /** Whether a write would be accepted now. */
  writable(): boolean;
  /** Flushes and lets go. No verb may follow. */
  close(): Promise<void>;
}

export type StorageErrorCode = 'not_found' | 'already_exists' | 'unavailable' | 'damaged' | 'in_use' | 'unsupported';

export interface StorageErrorDetail {
  readonly file?: string;
  /** In bytes from the start of `file`. */
  readonly offset?: number;
  /** The process that owns the data directory. */
  readonly pid?: number;
  /** The unique index that refused. */
  readonly index?: string;
  readonly cause?: unknown;
}

export class StorageError extends Error {
  readonly code: StorageErrorCode;
  readonly detail: StorageErrorDetail;

  constructor(code: StorageErrorCode, message: string, detail: StorageErrorDetail = {}) {
    super(message, { cause: detail.cause });
    this.name = 'StorageError';
    this.code = code;
    this.detail = detail;
  }
}
