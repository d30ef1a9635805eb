/**
 * The sealing key of a data directory, and the judgement whether a missing key or a missing store is a beginning or a
 * loss. How the key lies in its file is key-file.ts's work; how folders are made and listed, the caller's.
 */
import { join } from 'node:path';
import { StorageError } from '../storage/store.ts';
import { KeyFileError, readOrCreateKeyFile } from './key-file.ts';

/** Its name in the data directory. */
export const KEY_FILE = 'sealing.key';

export interface SealedPlace {
  /** Absolute; need not exist yet. */
  readonly dataDir: string;
  /** The name of the folder in it that holds the records. */
  readonly store: string;
  /** Whether a file of this name in that folder holds records; a lock does not. */
  readonly isKept: (name: string) => boolean;
}

export interface Folders {
  /** None where the folder does not exist. */
  namesIn(directory: string): Promise<readonly string[]>;
  /** With every folder above it that is missing. */
  makePrivateDirectory(path: string): Promise<void>;
}

/**
 * The 32 bytes. The key is made before anything is sealed, and the store's folder before the key. So a folder without a
 * key, or a key without a folder, is never a beginning but a loss, and nobody becomes the first admin of an office that
 * has one. Throws StorageError (damaged) for such a loss, KeyFileError, and what `folders` throw.
 */
export async function openSealingKey({ dataDir, store, isKept }: SealedPlace, folders: Folders): Promise<Buffer> {
  const path = join(dataDir, KEY_FILE);
  const storeDirectory = join(dataDir, store);
  const before = await folders.namesIn(dataDir);
  if (before.includes(KEY_FILE) && !before.includes(store)) {
    throw new StorageError(
      'damaged',
      `${storeDirectory} is missing, but ${path} is there. Restore the data directory from a backup; ` +
        'or, to begin anew and lose everything, move the key away too.',
      { file: storeDirectory, offset: 0 },
    );
  }
  await folders.makePrivateDirectory(storeDirectory);
  const kept = (await folders.namesIn(storeDirectory)).filter(isKept);
  return readOrCreateKeyFile(path, { mayCreate: kept.length === 0 }).catch((cause: unknown) => {
    if (!(cause instanceof KeyFileError) || (cause.code !== 'missing' && cause.code !== 'malformed')) throw cause;
    throw new StorageError('damaged', cause.message, { file: path, offset: 0, cause });
  });
}
