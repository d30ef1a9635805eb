/** Makes and lists folders of the data directory, refusing in one line what the system refuses. What lies in them is not known here. */
import { chmod, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from './config-error.ts';

/**
 * Makes `path` (absolute) and every folder above it that is missing, open to their owner alone. Throws ConfigError.
 * Node's own recursive way never ends where a folder can't hold others, as under /proc, so the steps are taken here.
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = path; !(await isDirectory(at, path)); at = dirname(at)) missing.push(at);
  for (const folder of missing.toReversed()) await makeOne(folder, path);
}

/**
 * Closes a folder of ours to everybody else. Answers what the operator should know: that it had been open, or that it
 * stays so because the system does not let it be closed, which is no reason not to start.
 */
export async function closeToOthers(path: string): Promise<string | undefined> {
  const { mode } = await stat(path);
  if (process.platform === 'win32' || (mode & 0o077) === 0) return undefined;
  try {
    await chmod(path, 0o700);
    return 'the store could be read by other accounts; its folder is closed now';
  } catch (cause) {
    return `the store can be read by other accounts, and its folder can't be closed (${tell(cause)})`;
  }
}

/** The names in `directory`; none where it does not exist. Throws ConfigError. */
export async function namesIn(directory: string): Promise<readonly string[]> {
  return readdir(directory).catch((cause: unknown) => {
    if (codeOf(cause) === 'ENOENT') return [];
    throw new ConfigError(`--data-dir: ${directory} can't be read (${tell(cause)})`, cause);
  });
}

async function isDirectory(path: string, wanted: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' && dirname(path) !== path) return false;
    throw cannotBeMade(wanted, tell(cause), cause);
  }
  throw cannotBeMade(wanted, `${path} is not a folder`);
}

async function makeOne(folder: string, wanted: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
    await syncNamesIn(dirname(folder));
  } catch (cause) {
    const code = codeOf(cause);
    if (code === 'EEXIST' && (await isDirectory(folder, wanted))) return;
    // What stands above it does exist.
    const reason = code === 'ENOENT' ? `${dirname(folder)} can't hold folders, ENOENT` : tell(cause);
    throw cannotBeMade(wanted, reason, cause);
  }
}

/** Until then a power failure may take a new folder back, with everything that is durable inside of it. */
async function syncNamesIn(folder: string): Promise<void> {
  // Windows opens no folder as a file; NTFS journals names itself.
  if (process.platform === 'win32') return;
  // A folder that this account may not list can't be opened either, and is no reason not to start.
  const handle = await open(folder, 'r').catch(() => undefined);
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

function cannotBeMade(path: string, reason: string, cause?: unknown): ConfigError {
  return new ConfigError(`--data-dir: ${path} can't be made (${reason})`, cause);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'this account may not, EACCES',
  EPERM: 'this account may not, EPERM',
  EROFS: 'the disk is read-only, EROFS',
  ENOSPC: 'the disk is full, ENOSPC',
  ENOTDIR: 'something on the way to it is not a folder, ENOTDIR',
};

function tell(cause: unknown): string {
  const code = codeOf(cause);
  return REASONS[code] ?? code;
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
}
