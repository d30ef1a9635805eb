/** One process owns a data directory: a lock file that names it, taken over when its owner no longer runs. */
import { randomUUID } from 'node:crypto';
import { link, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StorageError } from '../store.ts';
import { fieldsOf, isCount } from './json-shape.ts';
import { LOCK } from './layout.ts';
import { codeOf, type Log } from './log.ts';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

export interface Lock {
  /** Removes the lock if it is still ours. */
  release(): Promise<void>;
}

/** Who a lock says that the directory belongs to. `gone`: the process has ended, and its lock is taken over at the next start. */
export type Holder =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'running'; readonly pid: number }
  | { readonly kind: 'gone'; readonly pid: number }
  | { readonly kind: 'unreadable' };

/** What this process has written into locks: where start times are unknown, a process before us may have had our pid. */
const held = new Set<string>();

const ATTEMPTS = 40;
const BETWEEN_ATTEMPTS_MS = 50;

/** Throws in_use, naming the pid, while another process (or another store of this one) owns `directory`. */
export async function takeLock(directory: string, { pid, log }: { pid: number; log: Log }): Promise<Lock> {
  const path = join(directory, LOCK);
  const text = `${JSON.stringify({ ...(await identify(pid)), nonce: randomUUID() })}\n`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await createLock(path, text)) return hold(path, text);
    const found = await readLock(path);
    if (found === undefined) continue;
    const owner = parseOwner(found);
    if (owner !== undefined && (held.has(found) || (await owns(owner, pid)))) throw inUse(directory, owner.pid);
    if (owner === undefined && !(await staysSo(path, found))) continue;
    if (await takeOver(path, { stale: found, text })) {
      const whose = owner === undefined ? 'nobody' : `process ${owner.pid}, which no longer runs`;
      log('warn', `took over the lock on ${directory}: it belonged to ${whose}`);
      return hold(path, text);
    }
    await pause(BETWEEN_ATTEMPTS_MS);
  }
  throw new StorageError('in_use', `${directory} is being taken over by another process`, { file: path });
}

/** Looks at the lock and leaves it as it is. */
export async function readHolder(directory: string): Promise<Holder> {
  const text = await readLock(join(directory, LOCK));
  if (text === undefined) return { kind: 'nobody' };
  const owner = parseOwner(text);
  if (owner === undefined) return { kind: 'unreadable' };
  return { kind: (await isRunning(owner)) ? 'running' : 'gone', pid: owner.pid };
}

function hold(path: string, text: string): Lock {
  held.add(text);
  return {
    release: async () => {
      held.delete(text);
      if ((await readLock(path)) === text) await unlink(path);
    },
  };
}

async function owns(owner: ProcessIdentity, ownPid: number): Promise<boolean> {
  if (owner.pid === ownPid && owner.started === undefined) return false;
  return isRunning(owner);
}

/** False when there is a lock already. A link appears with its whole content, so that nobody ever reads half a lock. */
async function createLock(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return await createWithoutLink(path, text);
  } finally {
    await unlink(draft);
  }
}

/** For file systems that have no links (FAT, some network shares). */
async function createWithoutLink(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Replaces a stale lock; false when somebody else is at it or was faster.
 * Only who holds the second lock may replace the first, so that two starters can't each remove the other's fresh one.
 */
async function takeOver(path: string, { stale, text }: { stale: string; text: string }): Promise<boolean> {
  const second = `${path}.takeover`;
  if (!(await createLock(second, text))) {
    await removeAbandoned(second);
    return false;
  }
  try {
    if ((await readLock(path)) !== stale) return false;
    const draft = `${path}.${randomUUID()}`;
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await rename(draft, path);
    return true;
  } finally {
    await unlink(second);
  }
}

/** A crash within a takeover, which takes a millisecond, leaves the second lock behind. */
async function removeAbandoned(second: string): Promise<void> {
  const found = await readLock(second);
  if (found === undefined) return;
  const owner = parseOwner(found);
  if (owner !== undefined && (await isRunning(owner))) return;
  if (await staysSo(second, found)) await unlink(second).catch(() => undefined);
}

/** A lock that says nothing may be half written where there are no links; who writes it needs no more than a moment. */
async function staysSo(path: string, text: string): Promise<boolean> {
  await pause(BETWEEN_ATTEMPTS_MS);
  return (await readLock(path)) === text;
}

async function readLock(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Undefined for what a power failure left of a lock. */
function parseOwner(text: string): ProcessIdentity | undefined {
  try {
    const { pid, started } = fieldsOf(JSON.parse(text));
    if (!isCount(pid) || pid === 0) return undefined;
    return typeof started === 'string' ? { pid, started } : { pid };
  } catch {
    return undefined;
  }
}

function inUse(directory: string, pid: number): StorageError {
  return new StorageError('in_use', `${directory} is in use by process ${pid}`, { pid });
}
