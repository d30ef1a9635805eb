/**
 * Every way in which a disk can refuse, at every single operation of a store's life, once and until it is mended: no
 * acknowledged write is lost, none is half there, no refused one is seen, and the store goes on by itself.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StorageError } from '../../../server/storage/store.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { createFaultyDisk, diskError, type FaultyDisk, type Operation } from './faulty-disk.ts';
import { openTestStore, type TestStore } from './open-test-store.ts';
import { freshDirectory } from './temporary-directory.ts';
import { createVolatileDisk, type VolatileDisk } from './volatile-disk.ts';
import { Workload } from './workload.ts';

interface Fault {
  readonly name: string;
  readonly code: 'EIO' | 'ENOSPC' | 'EROFS';
  readonly verbs: readonly Operation['verb'][];
  /** `after`: the operation takes effect, and is reported as failed all the same. */
  readonly when: 'before' | 'after';
  /** How many single operations there are at least to strike at. */
  readonly atLeast: number;
}

const CHANGES = ['create', 'write', 'truncate', 'rename', 'remove'] as const;
const ALL = [...CHANGES, 'open', 'read', 'list', 'sync', 'syncDirectory'] as const;

const FAULTS: readonly Fault[] = [
  { name: 'an input or output error', code: 'EIO', verbs: ALL, when: 'before', atLeast: 100 },
  {
    name: 'a full disk, after half of what was to be written',
    code: 'ENOSPC',
    verbs: ['create', 'write'],
    when: 'before',
    atLeast: 30,
  },
  { name: 'a disk that can only be read', code: 'EROFS', verbs: CHANGES, when: 'before', atLeast: 40 },
  { name: 'a sync that fails', code: 'EIO', verbs: ['sync', 'syncDirectory'], when: 'before', atLeast: 40 },
  { name: 'a rename that fails', code: 'EIO', verbs: ['rename'], when: 'before', atLeast: 8 },
  { name: 'a rename that is done and reported as failed', code: 'EIO', verbs: ['rename'], when: 'after', atLeast: 8 },
  { name: 'a removal that is done and reported as failed', code: 'EIO', verbs: ['remove'], when: 'after', atLeast: 4 },
];

describe.each(FAULTS)('$name', (fault) => {
  it.each(['once', 'until it is mended'] as const)(
    '%s, wherever it comes',
    async (lasting) => {
      let strokes = 0;
      for (;;) {
        const stroke = { at: strokes + 1, once: lasting === 'once' };
        const struck = await surviveStroke(fault, stroke).catch((cause: unknown) => {
          throw new Error(`at operation ${stroke.at}: ${cause instanceof Error ? cause.message : String(cause)}`, {
            cause,
          });
        });
        if (!struck) break;
        strokes += 1;
      }
      expect(strokes).toBeGreaterThanOrEqual(fault.atLeast);
    },
    180_000,
  );
});

interface Stroke {
  /** Counts the operations that the fault can strike. */
  readonly at: number;
  readonly once: boolean;
}

interface Life extends Stroke {
  readonly disk: FaultyDisk;
  readonly medium: VolatileDisk;
  readonly directory: string;
  readonly workload: Workload;
  struck(): boolean;
}

/** A store's life of three sessions, the last one on a mended disk; false when the fault found no operation to strike. */
async function surviveStroke(fault: Fault, stroke: Stroke): Promise<boolean> {
  const medium = createVolatileDisk();
  const disk = createFaultyDisk(medium);
  const life: Life = {
    ...stroke,
    disk,
    medium,
    directory: freshDirectory(),
    workload: new Workload(seededRandom(stroke.at)),
    struck: strike(disk, fault, stroke),
  };
  await workThrough(life);
  await workThrough(life);
  mend(life.disk);
  await workUnharmed(life);
  rmSync(dirname(life.directory), { recursive: true });
  return life.struck();
}

/** Sets the fault up; answers whether it has struck. */
function strike(disk: FaultyDisk, { code, verbs, when }: Fault, { at, once }: Stroke): () => boolean {
  let seen = 0;
  disk[when] = ({ verb }) => {
    if (!verbs.includes(verb)) return;
    seen += 1;
    if (once ? seen === at : seen >= at) throw diskError(code);
  };
  return () => seen >= at;
}

function mend(disk: FaultyDisk): void {
  disk.before = () => undefined;
  disk.after = () => undefined;
}

/** A start, some waves around two compactions, and a stop. A fault that lasts is mended in the second wave after it. */
async function workThrough(life: Life): Promise<void> {
  const { workload, once, disk } = life;
  const { store, logged } = await openWhereItCan(life);
  await workload.expectFound(store, 'at the start');
  let refused = 0;
  let compacting: Promise<void> = Promise.resolve();
  for (let wave = 0; wave < 6; wave += 1) {
    if (wave % 3 === 1) compacting = store.compact().catch(expectDiskError);
    if (!(await workload.wave(store))) refused += 1;
    await workload.expectSeen(store, 'while it runs');
    if (once || refused < 2) continue;
    await expectKept(life);
    mend(disk);
  }
  // What struck once refuses whoever wrote at that moment, and nobody else.
  expect(refused).toBeLessThanOrEqual(once ? 1 : 2);
  await compacting;
  // What could not be finished takes no space: one fault alone can't keep it from being removed.
  if (once) expect(life.medium.names().filter((name) => name.endsWith('.new'))).toEqual([]);
  await store.close();
  for (const line of logged) expect(line).toMatch(/injected|can be written again/);
}

/** A start that the disk refuses says so, and changes nothing for the next one. */
async function openWhereItCan({ disk, directory, once }: Life): Promise<TestStore> {
  const open = () => openTestStore(directory, { disk, compactAfterBytes: 5_000 });
  try {
    return await open();
  } catch (error) {
    expectUnavailable(error);
    if (!once) mend(disk);
    return open();
  }
}

async function workUnharmed(life: Life): Promise<void> {
  const { workload, disk, directory, medium } = life;
  for (let start = 0; start < 2; start += 1) {
    const { store, logged } = await openTestStore(directory, { disk });
    await workload.expectFound(store, 'at the last start');
    expect(await workload.wave(store)).toBe(true);
    await store.compact();
    expect(await workload.wave(store)).toBe(true);
    await workload.expectSeen(store, 'while it runs');
    await expectKept(life);
    await expectStandIn(life);
    await store.close();
    expect(logged).toEqual([]);
    expect(medium.names().filter((name) => name.endsWith('.new'))).toEqual([]);
  }
}

/** What a start would find if the process were killed now. */
async function expectKept({ medium, workload }: Life): Promise<void> {
  const directory = freshDirectory();
  const { store, logged } = await openTestStore(directory, { disk: medium.settled() });
  await workload.expectPossible(store, 'after a kill');
  expect(logged).toEqual([]);
  await store.close();
  rmSync(dirname(directory), { recursive: true });
}

/** The generation before is whole, whatever failed in between: it stands in for a newest snapshot that is damaged. */
async function expectStandIn({ medium, workload }: Life): Promise<void> {
  const directory = freshDirectory();
  const disk = medium.settled();
  const newest = medium.names().findLast((name) => name.startsWith('directory-')) ?? '';
  const middle = (await disk.read(newest)).length >> 1;
  await (await disk.open(newest)).write(Buffer.of(0), middle);
  const { store, logged } = await openTestStore(directory, { disk });
  await workload.expectPossible(store, 'with a damaged snapshot');
  expect(logged).toEqual([expect.stringContaining(newest)]);
  await store.close();
  rmSync(dirname(directory), { recursive: true });
}

function expectUnavailable(error: unknown): void {
  if (!(error instanceof StorageError)) throw error;
  expect(error.code).toBe('unavailable');
}

function expectDiskError(error: unknown): void {
  expect(error).toMatchObject({ message: expect.stringContaining('injected') as string });
}
