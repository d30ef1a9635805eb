/** One build at a time in a checkout: a second start waits for the first one's output instead of writing over it. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OUT } from './paths.ts';

const LOCK = join(OUT, 'build-lock');

/**
 * Runs `work` while holding the lock in `file`. A lock whose owner is gone is taken over.
 * Throws when a living owner keeps it for longer than `patience_s`.
 */
export async function withBuildLock<T>(work: () => Promise<T>, file = LOCK, patience_s = 120): Promise<T> {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + patience_s * 1000;
  while (!take(file)) {
    if (Date.now() > deadline) {
      throw new Error(`another build has held ${file} for ${patience_s} s; if none is running, delete that file`);
    }
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    // A link appears with its content or not at all: nobody ever reads a lock that names no owner yet.
    linkSync(mine, file);
    return true;
  } catch (error) {
    if (!isErrno(error, 'EEXIST')) throw error;
    discardIfOwnerGone(file);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function discardIfOwnerGone(file: string): void {
  const owner = readOwner(file);
  if (owner === undefined || isAlive(owner)) return;
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  // Another start may have taken the lock over between the look and the rename: then it gets it back.
  if (readOwner(aside) !== owner) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function readOwner(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isErrno(error, 'EPERM');
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
