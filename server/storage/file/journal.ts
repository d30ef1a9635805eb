/**
 * The journal that is being written. Writers that wait at the same time share one write and one sync;
 * nobody is answered before that, and when it fails every waiting draft is undone and the file cut back.
 */
import type { Draft } from '../draft.ts';
import type { DraftLog } from '../draft-store.ts';
import { StorageError } from '../store.ts';
import { writeAtomically } from './atomic-file.ts';
import { checkedLine, NEWLINE } from './checked-line.ts';
import type { Disk, OpenFile } from './disk.ts';
import { headerOf } from './header.ts';
import { changesText, transactionLine } from './journal-lines.ts';
import { type Log, reasonOf } from './log.ts';
import type { FoundJournal } from './recovery.ts';

/** A journal file and how far it is known to be durable. */
export interface JournalPosition {
  readonly path: string;
  readonly file: OpenFile;
  readonly generation: number;
  /** In bytes; whatever lies beyond was never acknowledged. */
  readonly length: number;
  /** The number of the last durable transaction. */
  readonly sequence: number;
}

/** The store whose drafts these are. */
export interface Drafts {
  commit(count: number): void;
  undo(error: StorageError): void;
}

export interface JournalSurroundings {
  readonly disk: Disk;
  readonly log: Log;
  /** The schema version that new journals name. */
  readonly schema: number;
  pathOf(generation: number): string;
  /** Called after every batch. */
  grown(length: number): void;
}

interface Rotation {
  /** Called when the next journal stands and everything durable lies in the ones before. */
  begun(position: JournalPosition): void;
  failed(error: unknown): void;
}

/** Makes an empty journal that is durable, header and name included. */
export async function createJournal(
  { disk, schema, pathOf }: Pick<JournalSurroundings, 'disk' | 'schema' | 'pathOf'>,
  { generation, sequence }: { readonly generation: number; readonly sequence: number },
): Promise<JournalPosition> {
  const path = pathOf(generation);
  const line = checkedLine(JSON.stringify(headerOf('journal', { generation, schema, sequence })));
  await writeAtomically(disk, path, [line]);
  return { path, file: await disk.open(path), generation, length: Buffer.byteLength(line), sequence };
}

/**
 * Goes on with a journal that was found; what a crash cut short is cut off first. What a killed process has left may lie in
 * the system's memory alone, and readers are going to rest on it: it is made durable before anybody reads.
 */
export async function resumeJournal(
  disk: Disk,
  { path, generation, sequence, end, clean }: FoundJournal,
): Promise<JournalPosition> {
  const file = await disk.open(path);
  if (!clean) {
    // Not the newline as well: where the power fails now, a later batch without it would look like damage.
    await file.truncate(end + 1);
    await file.write(Buffer.of(NEWLINE), end);
  }
  await file.sync();
  return { path, file, generation, length: end + 1, sequence };
}

/**
 * A disk that fails is not meant: that is answered. After a fault of ours in between, memory may lie behind the disk, and
 * nobody would ever be answered again. That has to end the process, as an exception does and a rejection may not.
 */
function raise(fault: unknown): void {
  setImmediate(() => {
    throw fault;
  });
}

export class Journal implements DraftLog {
  readonly #around: JournalSurroundings;
  readonly #drafts: Drafts;
  #position: JournalPosition;
  /** The changes of drafts that wait, as JSON. */
  #waiting: string[] = [];
  #rotations: Rotation[] = [];
  #busy = false;
  #broken = false;
  #whenIdle: (() => void)[] = [];

  constructor(position: JournalPosition, drafts: Drafts, around: JournalSurroundings) {
    this.#position = position;
    this.#drafts = drafts;
    this.#around = around;
  }

  append(draft: Draft): void {
    this.#waiting.push(changesText(draft.changes));
    this.#wake();
  }

  writable(): boolean {
    return !this.#broken;
  }

  /**
   * Begins the next generation's journal. `atCut` runs at once when every durable transaction lies in older journals
   * and every other one will lie in the new: what the tables hold at that moment is the new generation's snapshot.
   */
  rotate<T>(atCut: (position: JournalPosition) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rotations.push({ begun: (position) => resolve(atCut(position)), failed: reject });
      this.#wake();
    });
  }

  async close(): Promise<void> {
    if (this.#busy) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    try {
      if (this.#broken) await this.#repair();
      // One more batch, without changes: it proves that the last one before it was durable (read-journal.ts).
      await this.#write([changesText([])]);
    } catch (error) {
      this.#around.log('warn', `the journal could not be closed properly: ${reasonOf(error)}`);
    } finally {
      await this.#position.file.close();
    }
  }

  #wake(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => {
      this.#work().catch(raise);
    });
  }

  /** The turn between two batches lets everybody who was just answered join the next one. */
  async #work(): Promise<void> {
    while (this.#waiting.length > 0 || this.#rotations.length > 0) {
      await this.#rotateWhereAsked();
      await this.#flush();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#busy = false;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  async #flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    let batch: readonly string[];
    try {
      if (this.#broken) await this.#repair();
      batch = this.#waiting;
      this.#waiting = [];
      await this.#write(batch);
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#drafts.commit(batch.length);
    this.#around.grown(this.#position.length);
  }

  async #write(batch: readonly string[]): Promise<void> {
    const { file, length, sequence } = this.#position;
    const lines = batch.map((changes, at) => transactionLine(sequence + 1 + at, length, changes));
    const bytes = Buffer.from(lines.join(''));
    await file.writeDurably(bytes, length);
    this.#position = { ...this.#position, length: length + bytes.length, sequence: sequence + batch.length };
  }

  #fail(error: unknown): void {
    const message = `the journal can't be written: ${reasonOf(error)}`;
    if (!this.#broken) this.#around.log('error', `${message}; every change is refused until it can`);
    this.#broken = true;
    this.#waiting = [];
    this.#drafts.undo(new StorageError('unavailable', message, { file: this.#position.path, cause: error }));
  }

  /** What was written beyond the durable end must not come back at the next start: its writers were refused. */
  async #repair(): Promise<void> {
    const { file, length } = this.#position;
    await file.truncate(length);
    await file.sync();
    this.#broken = false;
    this.#around.log('info', 'the journal can be written again');
  }

  async #rotateWhereAsked(): Promise<void> {
    const rotations = this.#rotations;
    this.#rotations = [];
    for (const rotation of rotations) {
      try {
        if (this.#broken) await this.#repair();
        const { file, generation, sequence } = this.#position;
        this.#position = await createJournal(this.#around, { generation: generation + 1, sequence });
        rotation.begun(this.#position);
        await file.close();
      } catch (error) {
        rotation.failed(error);
      }
    }
  }
}
