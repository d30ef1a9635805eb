/**
 * A disk in memory that forgets as a real one may when the power fails: unsynced sectors in any order, unsynced names
 * in any selection. It knows one folder; paths are taken by their last part.
 */
import { basename } from 'node:path';
import type { Disk, OpenFile } from '../../../server/storage/file/disk.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import { VolatileFile } from './volatile-file.ts';

/** Names that change as one: a file appears, goes, or changes its name. */
type NameChange = readonly (readonly [name: string, file: VolatileFile | undefined])[];

export interface VolatileDisk extends Disk {
  /** The power fails at the n-th change or sync from now, which then takes effect in part, as a whole or not at all. */
  cutPowerAt(n: number, random: SeededRandom): void;
  /** Whether the power has failed: every operation does then. */
  isOff(): boolean;
  /** The disk as it can lie there after a power failure at this moment. Answers another one at each call. */
  afterPowerLoss(random: SeededRandom): VolatileDisk;
  /** The disk as it is found when only the process was killed: what it wrote is there to read, and as durable as it was. */
  afterKill(): VolatileDisk;
  /** The same, all of it durable. */
  settled(): VolatileDisk;
  /** The next sync of a file fails; `forget`: and the system takes what it could not write for written. */
  failNextSync(forget: boolean): void;
  names(): readonly string[];
}

interface Unsynced {
  readonly current: ReadonlyMap<string, VolatileFile>;
  readonly pending: readonly NameChange[];
}

export function createVolatileDisk(
  durable: ReadonlyMap<string, VolatileFile> = new Map(),
  unsynced: Unsynced = { current: durable, pending: [] },
): VolatileDisk {
  const current = new Map(unsynced.current);
  let synced = new Map(durable);
  let pending: NameChange[] = [...unsynced.pending];
  let failing: 'no' | 'keep' | 'forget' = 'no';
  const power = powerSupply();

  const change = (names: NameChange): void => {
    power.through(() => {
      apply(current, names);
      pending.push(names);
    });
  };
  const fileAt = (path: string): VolatileFile => {
    power.assertOn();
    const file = current.get(basename(path));
    if (file === undefined) throw diskFailure('ENOENT', basename(path));
    return file;
  };
  const sync = (file: VolatileFile, act = () => file.sync()): void => {
    if (failing === 'no') return power.through(act);
    power.assertOn();
    if (failing === 'forget') file.forgetDirty();
    failing = 'no';
    throw diskFailure('EIO', 'a sync that failed');
  };
  const write = (file: VolatileFile, bytes: Uint8Array, position: number): void =>
    power.through(
      () => file.write(bytes, position),
      (random) => file.write(bytes.subarray(0, random.below(bytes.length)), position),
    );
  const opened = (file: VolatileFile): OpenFile => ({
    write: async (bytes, position) => write(file, bytes, position),
    writeDurably: async (bytes, position) => {
      write(file, bytes, position);
      // As little as Linux promises: the bytes of this call, and nothing that was written before it.
      sync(file, () => file.syncRange(position, position + bytes.length));
    },
    sync: async () => sync(file),
    truncate: async (length) => power.through(() => file.truncate(length)),
    close: async () => undefined,
  });

  return {
    create: async (path) => {
      const known = current.get(basename(path));
      const file = known ?? new VolatileFile();
      if (known === undefined) change([[basename(path), file]]);
      else power.through(() => known.truncate(0));
      return opened(file);
    },
    open: async (path) => opened(fileAt(path)),
    read: async (path) => fileAt(path).read(),
    list: async () => {
      power.assertOn();
      return [...current.keys()];
    },
    rename: async (from, to) =>
      change([
        [basename(to), fileAt(from)],
        [basename(from), undefined],
      ]),
    remove: async (path) => {
      fileAt(path);
      change([[basename(path), undefined]]);
    },
    syncDirectory: async () =>
      power.through(() => {
        synced = new Map(current);
        pending = [];
      }),
    cutPowerAt: (n, random) => power.cutAt(n, random),
    isOff: () => power.isOff(),
    afterPowerLoss: (random) => {
      const names = new Map(synced);
      const inOrder = random.chance(0.5);
      const arrived = random.below(pending.length + 1);
      for (const [order, step] of pending.entries()) {
        if (inOrder ? order < arrived : random.chance(0.5)) apply(names, step);
      }
      return createVolatileDisk(new Map([...names].map(([name, file]) => [name, file.afterPowerLoss(random)])));
    },
    afterKill: () => createVolatileDisk(synced, { current, pending }),
    settled: () =>
      createVolatileDisk(new Map([...current].map(([name, file]) => [name, VolatileFile.holding(file.read())]))),
    failNextSync: (forget) => {
      failing = forget ? 'forget' : 'keep';
    },
    names: () => [...current.keys()].toSorted(),
  };
}

/** Counts down to the power failure. */
function powerSupply() {
  let left = Number.POSITIVE_INFINITY;
  let chance: SeededRandom | undefined;
  const assertOn = (): void => {
    if (left <= 0) throw diskFailure('EIO', 'the power is off');
  };
  return {
    assertOn,
    isOff: () => left <= 0,
    cutAt: (n: number, random: SeededRandom) => {
      left = n;
      chance = random;
    },
    through: (act: () => void, actInPart?: (random: SeededRandom) => void): void => {
      assertOn();
      left -= 1;
      if (left > 0 || chance === undefined) return act();
      if (chance.chance(0.5)) act();
      else actInPart?.(chance);
      throw diskFailure('EIO', 'the power went off');
    },
  };
}

function diskFailure(code: 'EIO' | 'ENOENT', what: string): Error {
  return Object.assign(new Error(`${code}: ${what}`), { code });
}

function apply(names: Map<string, VolatileFile>, changes: NameChange): void {
  for (const [name, file] of changes) {
    if (file === undefined) names.delete(name);
    else names.set(name, file);
  }
}
