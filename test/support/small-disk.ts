/** Disks of a test's own, which may be filled up and made read-only; only root on Linux can have one. */
import { execFileSync } from 'node:child_process';

/** Mounts four mebibytes at `path`; the reason why not where that takes more rights than we have. */
export function mountSmallDisk(path: string): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root on Linux can mount a small disk';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', path], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'no disk can be mounted here';
  }
}

export function remountReadOnly(path: string): void {
  execFileSync('mount', ['-o', 'remount,ro', path]);
}

export function unmount(path: string): void {
  execFileSync('umount', ['-l', path]);
}
