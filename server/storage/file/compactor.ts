/** When to compact: after enough journal, or when asked; one at a time, while everything else goes on. */
import type { Tables } from '../table.ts';
import { type Cut, removeOld, takeCut, writeSnapshot } from './compaction.ts';
import type { Disk } from './disk.ts';
import type { JournalPosition } from './journal.ts';
import { type Log, reasonOf } from './log.ts';

export interface CompactorSurroundings {
  readonly disk: Disk;
  readonly directory: string;
  readonly log: Log;
  readonly schema: number;
  readonly tables: Tables;
  /** How long the journal gets at least. In bytes, as what follows. */
  readonly afterBytes: number;
  /** The snapshot that start-up used. */
  readonly snapshotBytes: number;
  /** The newest generation that start-up could use. */
  readonly base: number;
  /** Begins the next journal and calls `atCut` at the moment between the two (journal.ts). */
  rotate(atCut: (position: JournalPosition) => Cut): Promise<Cut>;
}

export class Compactor {
  readonly #around: CompactorSurroundings;
  #base: number;
  #length = 0;
  /** The journal's length at which to begin by itself. */
  #threshold: number;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(around: CompactorSurroundings) {
    this.#around = around;
    this.#base = around.base;
    this.#threshold = Math.max(around.afterBytes, around.snapshotBytes);
  }

  /** The journal has `length` bytes now. */
  grown(length: number): void {
    this.#length = length;
    if (length < this.#threshold || this.#stopped) return;
    this.#threshold = Number.POSITIVE_INFINITY;
    this.compact().catch((error: unknown) => {
      this.#around.log('warn', `the journal could not be compacted, it goes on growing: ${reasonOf(error)}`);
    });
  }

  compact(): Promise<void> {
    const turn = this.#running.then(() => this.#compactNow());
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  /** Begins nothing more by itself; resolves when nothing is under way. */
  stop(): Promise<void> {
    this.#stopped = true;
    return this.#running;
  }

  async #compactNow(): Promise<void> {
    const { disk, directory, tables, schema, afterBytes } = this.#around;
    // A store larger than that would otherwise write the whole of itself again and again.
    let pause = afterBytes;
    try {
      const cut = await this.#around.rotate(({ generation, sequence, length }) => {
        this.#length = length;
        return takeCut(tables, { generation, schema, sequence });
      });
      pause = Math.max(pause, await writeSnapshot(disk, directory, cut));
      const previous = this.#base;
      this.#base = cut.generation;
      await removeOld(disk, directory, { previous, newest: cut.generation });
    } finally {
      this.#threshold = this.#length + pause;
    }
  }
}
