/** The real disk with a fault in it: a test says which operation fails, and how. */
import { basename } from 'node:path';
import { type Disk, nodeDisk, type OpenFile } from '../../../server/storage/file/disk.ts';

export interface Operation {
  readonly verb:
    | 'create'
    | 'open'
    | 'read'
    | 'list'
    | 'rename'
    | 'remove'
    | 'syncDirectory'
    | 'write'
    | 'sync'
    | 'truncate';
  /** The file's name without its folder. */
  readonly name: string;
}

export interface FaultyDisk extends Disk {
  /** Called before every operation; what it throws is the fault. A failing write still writes half. */
  before: (operation: Operation) => void | Promise<void>;
}

export function createFaultyDisk(): FaultyDisk {
  const checked = async <T>(verb: Operation['verb'], path: string, act: () => Promise<T>): Promise<T> => {
    await disk.before({ verb, name: basename(path) });
    return act();
  };
  const fileAt = (path: string, file: OpenFile): OpenFile => ({
    write: async (bytes, position) => {
      try {
        await disk.before({ verb: 'write', name: basename(path) });
      } catch (error) {
        await file.write(bytes.subarray(0, bytes.length >> 1), position);
        throw error;
      }
      await file.write(bytes, position);
    },
    sync: () => checked('sync', path, () => file.sync()),
    truncate: (length) => checked('truncate', path, () => file.truncate(length)),
    close: () => file.close(),
  });
  const disk: FaultyDisk = {
    before: () => undefined,
    create: async (path) => fileAt(path, await checked('create', path, () => nodeDisk.create(path))),
    open: async (path) => fileAt(path, await checked('open', path, () => nodeDisk.open(path))),
    read: (path) => checked('read', path, () => nodeDisk.read(path)),
    list: (directory) => checked('list', directory, () => nodeDisk.list(directory)),
    rename: (from, to) => checked('rename', to, () => nodeDisk.rename(from, to)),
    remove: (path) => checked('remove', path, () => nodeDisk.remove(path)),
    syncDirectory: (directory) => checked('syncDirectory', directory, () => nodeDisk.syncDirectory(directory)),
  };
  return disk;
}

export function diskError(code: 'EIO' | 'ENOSPC'): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
