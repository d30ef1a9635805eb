/** What the shell remembers between starts, in one small file. Losing it costs a question asked twice, so a bad one is a new one. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Bounds, isBounds } from './window-bounds.ts';

export interface Remembered {
  /** Somebody has been told that closing the window does not stop Lanyard. */
  readonly told_about_closing: boolean;
  readonly bounds?: Bounds;
}

export interface ShellMemory {
  recall(): Remembered;
  /** Keeps what is not named. A disk that refuses is told to `complain`, and the shell goes on. */
  remember(change: Partial<Remembered>): void;
}

export function openShellMemory(file: string, complain: (line: string) => void): ShellMemory {
  let kept = read(file);
  return {
    recall: () => kept,
    remember(change) {
      kept = { ...kept, ...change };
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, JSON.stringify(kept));
        renameSync(`${file}.new`, file);
      } catch (error) {
        complain(`what the window remembers could not be written: ${String(error)}`);
      }
    },
  };
}

function read(file: string): Remembered {
  try {
    const said: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof said !== 'object' || said === null) return { told_about_closing: false };
    const told_about_closing = 'told_about_closing' in said && said.told_about_closing === true;
    const bounds = 'bounds' in said ? said.bounds : undefined;
    return isBounds(bounds) ? { told_about_closing, bounds } : { told_about_closing };
  } catch {
    return { told_about_closing: false };
  }
}
