/** The few file operations that the store does, so that tests can make any of them fail. `nodeDisk` is the real thing. */
import fs from 'node:fs';
import { promisify } from 'node:util';

export interface OpenFile {
  /** Writes all of `bytes` at `position`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  /** The same, and returns when they would survive a power failure. */
  writeDurably(bytes: Uint8Array, position: number): Promise<void>;
  /** Returns when what was written would survive a power failure. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

export interface Disk {
  /** An empty file, mode 0600; what had this name is emptied. */
  create(path: string): Promise<OpenFile>;
  /** An existing file. */
  open(path: string): Promise<OpenFile>;
  read(path: string): Promise<Buffer>;
  /** The names in `directory`. */
  list(directory: string): Promise<readonly string[]>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Makes renames and new names in `directory` survive a power failure. */
  syncDirectory(directory: string): Promise<void>;
}

const open = promisify(fs.open);
const close = promisify(fs.close);
const fsync = promisify(fs.fsync);
const fdatasync = promisify(fs.fdatasync);
const ftruncate = promisify(fs.ftruncate);

export const nodeDisk: Disk = {
  create: async (path) => fileOf(await open(path, 'w', 0o600)),
  open: async (path) =>
    DURABLE_WRITES === undefined ? fileOf(await open(path, 'r+')) : durableFileOf(await open(path, DURABLE_WRITES)),
  read: (path) => fs.promises.readFile(path),
  list: (directory) => fs.promises.readdir(directory),
  rename: (from, to) => fs.promises.rename(from, to),
  remove: (path) => fs.promises.unlink(path),
  syncDirectory: async (directory) => {
    // Windows opens no folder as a file; NTFS journals names itself.
    if (process.platform === 'win32') return;
    const fd = await open(directory, 'r');
    try {
      await fsync(fd);
    } finally {
      await close(fd);
    }
  },
};

/**
 * Linux makes a write durable in the same call, which is one way to the thread pool and back instead of two. Elsewhere the
 * flag is missing or, as on macOS, stops at the disk's own cache.
 */
const DURABLE_WRITES = process.platform === 'linux' ? fs.constants.O_RDWR | fs.constants.O_DSYNC : undefined;

function durableFileOf(fd: number): OpenFile {
  const file = fileOf(fd);
  return { ...file, writeDurably: file.write };
}

function fileOf(fd: number): OpenFile {
  return {
    write: (bytes, position) => writeAll(fd, bytes, position),
    writeDurably: async (bytes, position) => {
      await writeAll(fd, bytes, position);
      await fdatasync(fd);
    },
    sync: () => fdatasync(fd),
    truncate: (length) => ftruncate(fd, length),
    close: () => close(fd),
  };
}

function writeAll(fd: number, bytes: Uint8Array, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const writeFrom = (start: number) => {
      fs.write(fd, bytes, start, bytes.length - start, position + start, (error, written) => {
        if (error !== null) reject(error);
        else if (start + written < bytes.length) writeFrom(start + written);
        else resolve();
      });
    };
    writeFrom(0);
  });
}
