/** One transaction's changes before they are durable. Who may see them is the draft store's to say (draft-store.ts). */
import type { CollectionName } from './collections.ts';
import type { Stored } from './index-maps.ts';

/** What became of a record: its new value, or null when it was removed. In the order in which it happened. */
export type Change = readonly [collection: CollectionName, id: string, record: Stored | null];

/** The newest unflushed value of a record (undefined: removed) and whose it is. */
export interface DraftEntry {
  readonly record: Stored | undefined;
  readonly draft: Draft;
}

/** How a caller learns the outcome. */
export interface Caller {
  answer(): void;
  refuse(error: unknown): void;
}

export class Draft {
  /** Which run of drafts it belongs to; a failed flush ends the run. */
  readonly run: number;
  readonly changes: Change[] = [];
  /** For each change, what lay in the overlay before it. */
  readonly replaced: (DraftEntry | undefined)[] = [];
  /** False once `work` has ended. */
  open = true;
  /** True once its changes lie in the tables. */
  durable = false;
  /** Whose draft it is, and then who read it without changing anything. */
  readonly callers: Caller[] = [];

  constructor(run: number) {
    this.run = run;
  }
}
