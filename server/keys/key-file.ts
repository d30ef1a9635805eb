/**
 * The sealing key of a server without a keychain: one file beside the data, readable by its owner alone.
 * Whether data already exists, so that a missing key is a loss and not a beginning, the caller knows.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SEALING_KEY_BYTES } from './sealing.ts';

export type KeyFileErrorCode = 'missing' | 'exposed' | 'malformed' | 'unreadable' | 'unwritable';

/** Its message names the file and what to do; it never quotes the contents. */
export class KeyFileError extends Error {
  readonly code: KeyFileErrorCode;
  readonly file: string;

  constructor(code: KeyFileErrorCode, file: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'KeyFileError';
    this.code = code;
    this.file = file;
  }
}

export interface KeyFileOptions {
  /** False where data exists: its key is gone then, and a new one would open nothing. Default true. */
  readonly mayCreate?: boolean;
}

const TEXT_LENGTH = 43;
const MOST_BYTES = 64;

/**
 * The 32 bytes that `path` holds as base64url text; a missing file is made with fresh random bytes, mode 0600.
 * The folder must exist. Throws KeyFileError: missing (and not to be created), exposed (group or others may read or
 * write it), malformed, unreadable, unwritable.
 */
export async function readOrCreateKeyFile(path: string, options: KeyFileOptions = {}): Promise<Buffer> {
  const found = await readKeyFile(path);
  if (found !== undefined) return found;
  if (options.mayCreate === false) {
    throw new KeyFileError(
      'missing',
      path,
      `The key file ${path} is missing, but there is data that was sealed with it. ` +
        'Put the file back from a backup; a new key could not open that data.',
    );
  }
  return createKeyFile(path);
}

async function readKeyFile(path: string): Promise<Buffer | undefined> {
  const file = await openForReading(path);
  if (file === undefined) return undefined;
  try {
    await assertPrivate(path, file);
    return parseKey(path, await readStart(file));
  } finally {
    await file.close();
  }
}

async function openForReading(path: string): Promise<FileHandle | undefined> {
  try {
    // Without O_NONBLOCK a pipe in the file's place would wait for its writer for ever.
    return await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (cause) {
    if (errorCode(cause) === 'ENOENT') return undefined;
    throw new KeyFileError(
      'unreadable',
      path,
      `The key file ${path} can't be opened (${errorCode(cause)}). Let the account that runs Lanyard own it.`,
      cause,
    );
  }
}

async function assertPrivate(path: string, file: FileHandle): Promise<void> {
  const { mode, isFile } = await file.stat().then((stats) => ({ mode: stats.mode, isFile: stats.isFile() }));
  if (!isFile) throw malformed(path);
  // Windows keeps rights in access-control lists, and shows every file as readable by all.
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, '0');
  throw new KeyFileError(
    'exposed',
    path,
    `The key file ${path} is open to other accounts (mode ${shown}; 0600 is expected). ` +
      `Run: chmod 600 '${path}'. If somebody else could have read it, rotate the signing keys too.`,
  );
}

async function readStart(file: FileHandle): Promise<string> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
  return buffer.toString('latin1', 0, bytesRead);
}

function parseKey(path: string, contents: string): Buffer {
  const text = contents.replace(/\r?\n$/, '');
  const key = Buffer.from(text, 'base64url');
  // Decoding forgives what encoding never writes, so the text is compared with its own re-encoding.
  if (text.length !== TEXT_LENGTH || key.length !== SEALING_KEY_BYTES || key.toString('base64url') !== text) {
    throw malformed(path);
  }
  return key;
}

function malformed(path: string): KeyFileError {
  return new KeyFileError(
    'malformed',
    path,
    `The key file ${path} does not hold a key (${TEXT_LENGTH} base64url characters are expected). ` +
      'Put it back from a backup.',
  );
}

/** A file appears under `path` only when it is whole and on disk; one that appeared meanwhile is kept and read. */
async function createKeyFile(path: string): Promise<Buffer> {
  const key = randomBytes(SEALING_KEY_BYTES);
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    await writeDurably(draft, `${key.toString('base64url')}\n`);
    await link(draft, path);
    await syncFolder(dirname(path));
    return key;
  } catch (cause) {
    const theirs = errorCode(cause) === 'EEXIST' ? await readKeyFile(path) : undefined;
    if (theirs !== undefined) return theirs;
    throw new KeyFileError('unwritable', path, `The key file ${path} can't be made (${errorCode(cause)}).`, cause);
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows can't open a folder; its file system keeps the entry in its own journal.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown error';
}
