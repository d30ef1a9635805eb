/** A disk, the real one unless told otherwise, with a fault in it: a test says which operation fails, and how. */
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
  /** Called when an operation on names has taken effect; what it throws is a fault that comes too late to stop it. */
  after: (operation: Operation) => void;
}

export function createFaultyDisk(real: Disk = nodeDisk): FaultyDisk {
  const checked = async <T>(verb: Operation['verb'], path: string, act: () => Promise<T>): Promise<T> => {
    await disk.before({ verb, name: basename(path) });
    return act();
  };
  const named = async (verb: Operation['verb'], path: string, act: () => Promise<void>): Promise<void> => {
    await checked(verb, path, act);
    disk.after({ verb, name: basename(path) });
  };
  const fileAt = (path: string, file: OpenFile): OpenFile => {
    const write = async (bytes: Uint8Array, position: number) => {
      try {
        await disk.before({ verb: 'write', name: basename(path) });
      } catch (error) {
        await file.write(bytes.subarray(0, bytes.length >> 1), position);
        throw error;
      }
      await file.write(bytes, position);
    };
    const sync = () => checked('sync', path, () => file.sync());
    return {
      write,
      // One call, in which both can fail.
      writeDurably: async (bytes, position) => {
        await write(bytes, position);
        await sync();
      },
      sync,
      truncate: (length) => checked('truncate', path, () => file.truncate(length)),
      close: () => file.close(),
    };
  };
  const disk: FaultyDisk = {
    before: () => undefined,
    after: () => undefined,
    create: async (path) => fileAt(path, await checked('create', path, () => real.create(path))),
    open: async (path) => fileAt(path, await checked('open', path, () => real.open(path))),
    read: (path) => checked('read', path, () => real.read(path)),
    list: (directory) => checked('list', directory, () => real.list(directory)),
    rename: (from, to) => named('rename', to, () => real.rename(from, to)),
    remove: (path) => named('remove', path, () => real.remove(path)),
    syncDirectory: (directory) => named('syncDirectory', directory, () => real.syncDirectory(directory)),
  };
  return disk;
}

export function diskError(code: 'EIO' | 'ENOSPC' | 'EROFS'): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}
