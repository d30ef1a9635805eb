/**
 * The plug is pulled at a random moment, compactions and starts included, and of what was not synced anything may have
 * arrived, sector by sector and name by name. Every start finds all that was acknowledged, and nothing half.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import type { FileStore } from '../../../server/storage/file/file-store.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { group } from '../stored-records.ts';
import { openTestStore } from './open-test-store.ts';
import { freshDirectory } from './temporary-directory.ts';
import { createVolatileDisk, type VolatileDisk } from './volatile-disk.ts';
import { Workload } from './workload.ts';

const SEEDS = Number(process.env['LANYARD_POWER_SEEDS'] ?? 250);
const FIRST_SEED = Number(process.env['LANYARD_POWER_FIRST_SEED'] ?? 1);
/** Power failures in a row on one disk, so that recoveries stand on recoveries. */
const LIVES = 6;
/** From each failure so many disks are made and started from; the last is gone on with. */
const OUTCOMES = 3;

interface Tally {
  crashes: number;
  outcomes: number;
  whileStarting: number;
  whileCompacting: number;
}

it(`finds everything that was acknowledged after each of ${SEEDS * LIVES} power failures, in ${OUTCOMES} outcomes of each`, async () => {
  const tally: Tally = { crashes: 0, outcomes: 0, whileStarting: 0, whileCompacting: 0 };
  let acknowledged = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed += 1) {
    acknowledged += await liveThrough(seed, tally).catch((cause: unknown) => {
      throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    });
  }
  expect(tally.crashes).toBe(SEEDS * LIVES);
  expect(tally.outcomes).toBe(SEEDS * LIVES * OUTCOMES);
  // Otherwise the cuts would prove less than the name says.
  expect(tally.whileStarting).toBeGreaterThan(tally.crashes * 0.05);
  expect(tally.whileCompacting).toBeGreaterThan(tally.crashes * 0.1);
  expect(acknowledged).toBeGreaterThan(tally.crashes * 5);
});

async function liveThrough(seed: number, tally: Tally): Promise<number> {
  const random = seededRandom(seed);
  const workload = new Workload(random);
  const directory = freshDirectory();
  let disk = createVolatileDisk();
  for (let life = 1; life <= LIVES; life += 1) {
    disk.cutPowerAt(1 + random.below(random.chance(0.3) ? 12 : 120), random);
    await workUntilDark(disk, { directory, workload, random, tally });
    tally.crashes += 1;
    if (disk.names().some(isOfCompaction(disk.names()))) tally.whileCompacting += 1;
    let next = disk;
    for (let outcome = 1; outcome <= OUTCOMES; outcome += 1) {
      next = disk.afterPowerLoss(random);
      await startFrom(next, { directory, workload, random, tally }, `in life ${life}, outcome ${outcome}`);
    }
    disk = next;
  }
  rmSync(dirname(directory), { recursive: true });
  return workload.acknowledged;
}

it('can be cut off again, any number of times, while it cuts off what was cut short', async () => {
  const directory = freshDirectory();
  let starts = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const random = seededRandom(seed);
    let disk = await cutInTheMiddleOfABatch(directory, random);
    for (let again = 1; again <= 4; again += 1) {
      disk.cutPowerAt(again, random);
      const opening = openTestStore(directory, { disk });
      await opening.then(({ store }) => store.close()).catch((error: unknown) => expectDark(error, seed));
      disk = disk.afterPowerLoss(random);
      const { store, logged } = await openTestStore(directory, { disk: disk.settled() }).catch((cause: unknown) => {
        throw new Error(`seed ${seed}, failure ${again}: ${String(cause)}`, { cause });
      });
      expect(logged).toEqual([]);
      expect(await store.collection('groups').get('kept'), `seed ${seed}`).toEqual(group('kept'));
      await store.close();
      starts += 1;
    }
  }
  expect(starts).toBe(600);
});

/** A group that was acknowledged, and some that were being written, over several sectors, when the power failed. */
async function cutInTheMiddleOfABatch(directory: string, random: SeededRandom): Promise<VolatileDisk> {
  const disk = createVolatileDisk();
  const { store } = await openTestStore(directory, { disk });
  await store.collection('groups').insert(group('kept'));
  disk.cutPowerAt(2, random);
  const inserts = Array.from({ length: 12 }, (_, n) => store.collection('groups').insert(group(`g${n}`)));
  for (const outcome of await Promise.allSettled(inserts)) expect(outcome.status).toBe('rejected');
  await store.close();
  return disk.afterPowerLoss(random);
}

it('lets nobody rest on what a killed process left and the power then takes back', async () => {
  let seen = 0;
  for (let seed = 1; seed <= 120; seed += 1) {
    const random = seededRandom(seed);
    const killed = createVolatileDisk();
    const { store } = await openTestStore(freshDirectory(), { disk: killed });
    await store.collection('groups').insert(group('kept'));
    // The process is killed between its write, of several sectors, and what makes that durable.
    killed.failNextSync(false);
    await expect(store.collection('groups').insert(group('left', { name: 'l'.repeat(3_000) }))).rejects.toMatchObject({
      code: 'unavailable',
    });
    const disk = killed.afterKill();
    const second = await openTestStore(freshDirectory(), { disk });
    const left = await second.store.collection('groups').get('left');
    await second.store.collection('groups').insert(group('later'));
    if (left !== undefined) seen += 1;
    const third = await openTestStore(freshDirectory(), { disk: disk.afterPowerLoss(random) });
    const groups = third.store.collection('groups');
    expect(await groups.get('kept'), `seed ${seed}`).toEqual(group('kept'));
    expect(await groups.get('later'), `seed ${seed}`).toEqual(group('later'));
    if (left !== undefined) expect(await groups.get('left'), `seed ${seed}`).toEqual(left);
    await third.store.close();
  }
  expect(seen).toBe(120);
});

function expectDark(error: unknown, seed: number): void {
  expect(error, `seed ${seed}`).toMatchObject({ code: 'unavailable' });
}

interface Surroundings {
  readonly directory: string;
  readonly workload: Workload;
  readonly random: SeededRandom;
  readonly tally: Tally;
}

/** A journal whose snapshot is not there yet, or a file that has no name of its own yet. */
function isOfCompaction(names: readonly string[]): (name: string) => boolean {
  const [newest = ''] = names.filter((name) => name.startsWith('journal-')).toReversed();
  const snapshot = newest.replace('journal-', 'directory-').replace('.jsonl', '.json');
  return (name) =>
    /^(directory|stream)-.*\.new$/.test(name) || (name === newest && !/0001\./.test(name) && !names.includes(snapshot));
}

async function workUntilDark(disk: VolatileDisk, { directory, workload, random, tally }: Surroundings): Promise<void> {
  const opening = await openTestStore(directory, { disk, compactAfterBytes: 6_000 }).catch((error: unknown) => {
    if (!disk.isOff()) throw error;
  });
  if (opening === undefined) {
    tally.whileStarting += 1;
    return;
  }
  const { store, logged } = opening;
  await workload.expectFound(store, 'at a start');
  let compacting: Promise<void> = Promise.resolve();
  for (let waves = 0; !disk.isOff() && waves < 500; waves += 1) {
    if (random.chance(0.05)) disk.failNextSync(random.chance(0.5));
    if (random.chance(0.1)) compacting = compactAtOnce(store, compacting);
    await workload.wave(store);
    if (random.chance(0.1)) await workload.expectSeen(store, 'while it runs');
  }
  await compacting;
  await store.close();
  // Nothing failed but what was meant to.
  for (const line of logged) expect(line).toMatch(/EIO: |can be written again/);
}

function compactAtOnce(store: FileStore, before: Promise<void>): Promise<void> {
  return Promise.all([before, store.compact().catch(() => undefined)]).then(() => undefined);
}

/** On a copy: a start after a crash is never refused, and has nothing to say about damage. */
async function startFrom(
  disk: VolatileDisk,
  { directory, workload, tally }: Surroundings,
  when: string,
): Promise<void> {
  const copy = disk.settled();
  const { store, logged } = await openTestStore(directory, { disk: copy });
  expect(logged, `${when}`).toEqual([]);
  tally.outcomes += 1;
  await workload.expectPossible(store, when);
  await store.close();
}
