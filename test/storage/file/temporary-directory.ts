/** Data directories for one test, removed after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LOCK } from '../../../server/storage/file/layout.ts';

/** The path of a directory that doesn't exist yet. */
export function freshDirectory(): string {
  const parent = mkdtempSync(join(tmpdir(), 'lanyard-store-'));
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'data');
}

/** What a crash at this moment would leave: the files as they are, and nobody who runs. */
export async function crashCopy(directory: string): Promise<string> {
  const copy = freshDirectory();
  await cp(directory, copy, { recursive: true, filter: (path) => !basename(path).startsWith(LOCK) });
  return copy;
}

/** Changes the bytes of a file. */
export async function editFile(path: string, edit: (bytes: Buffer) => Buffer): Promise<void> {
  await writeFile(path, edit(await readFile(path)));
}

/** One byte turned into another; a newline stays none, and nothing else becomes one. */
export function flipByte(bytes: Buffer, offset: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[offset] = (flipped[offset] ?? 0) ^ 0x40;
  return flipped;
}
