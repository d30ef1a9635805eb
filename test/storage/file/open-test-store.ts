/** Opens file stores at a fixed time and remembers what they logged. */
import { type FileStore, type FileStoreOptions, openFileStore } from '../../../server/storage/file/file-store.ts';
import { NOW } from '../stored-records.ts';

export interface TestStore {
  readonly store: FileStore;
  readonly logged: readonly string[];
}

export async function openTestStore(directory: string, options: Partial<FileStoreOptions> = {}): Promise<TestStore> {
  const logged: string[] = [];
  const log = (level: string, message: string) => void logged.push(`${level}: ${message}`);
  return { store: await openFileStore({ directory, now: () => NOW, log, ...options }), logged };
}
