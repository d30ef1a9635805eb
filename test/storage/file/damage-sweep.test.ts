/**
 * A journal of a thousand transactions, cut at every byte of its last five and changed at a thousand other places: every
 * start either has each record that an answer rested on, or refuses and names file and offset. Nothing is quietly lost.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LOCK } from '../../../server/storage/file/layout.ts';
import { StorageError } from '../../../server/storage/store.ts';
import { seededRandom } from '../../support/seeded-random.ts';
import { group } from '../stored-records.ts';
import { openTestStore } from './open-test-store.ts';

const RECORDS = 1_000;
const LAST = 5;
const FLIPS = 1_000;
const SEED = Number(process.env['LANYARD_TEST_FLIP_SEED'] ?? 1);

let base: string;
let aside: string;
let journalName: string;
let journal: Buffer;
/** Where each line begins, in bytes. */
let lineStarts: readonly number[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lanyard-damage-'));
  const original = join(base, 'original');
  const { store } = await openTestStore(original);
  // One after the other: each has its own flush, so that every line was acknowledged before the next was written.
  for (let n = 0; n < RECORDS; n += 1) {
    await store.collection('groups').insert(group(`g${n}`, { number: n, name: `n${n}` }));
  }
  // Copied as it lies on the disk of a server that is running: it was never closed.
  aside = join(base, 'aside');
  await mkdir(aside);
  for (const name of await readdir(original)) {
    if (!name.startsWith(LOCK)) await copyFile(join(original, name), join(aside, name));
  }
  journalName =
    (await readdir(aside))
      .filter((name) => name.startsWith('journal-'))
      .toSorted()
      .at(-1) ?? '';
  journal = await readFile(join(aside, journalName));
  lineStarts = [0, ...[...journal.entries()].flatMap(([at, byte]) => (byte === 0x0a ? [at + 1] : []))];
  await store.close();
});
afterAll(() => rm(base, { recursive: true, force: true }));

type Outcome =
  | { readonly kind: 'opened'; readonly found: number }
  | { readonly kind: 'refused'; readonly file: string | undefined; readonly offset: number | undefined };

async function openWith(bytes: Buffer): Promise<Outcome> {
  const directory = join(base, 'opened');
  await mkdir(directory);
  for (const name of await readdir(aside)) await copyFile(join(aside, name), join(directory, name));
  await writeFile(join(directory, journalName), bytes);
  try {
    const { store } = await openTestStore(directory);
    const { items } = await store.collection('groups').list({ limit: RECORDS + 1 });
    await store.close();
    return { kind: 'opened', found: items.length };
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== 'damaged') throw error;
    return { kind: 'refused', file: error.detail.file, offset: error.detail.offset };
  } finally {
    await rm(directory, { recursive: true });
  }
}

it('cut at any byte of its last five lines, it has exactly the lines that are whole', async () => {
  const first = lineStarts[RECORDS + 1 - LAST] ?? 0;
  let cuts = 0;
  for (let end = first; end < journal.length; end += 1) {
    const outcome = await openWith(journal.subarray(0, end));
    // A line whose newline alone is missing is whole.
    const whole = lineStarts.filter((start) => start <= end + 1).length - 2;
    expect({ end, outcome }).toEqual({ end, outcome: { kind: 'opened', found: whole } });
    cuts += 1;
  }
  expect(cuts).toBe(journal.length - first);
});

it('with one byte changed anywhere, it has all records or is refused with file and offset', async () => {
  const random = seededRandom(SEED);
  const outcomes = { opened: 0, refused: 0 };
  for (let n = 0; n < FLIPS; n += 1) {
    const at = random.below(journal.length);
    const bytes = Buffer.from(journal);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
    const outcome = await openWith(bytes);
    outcomes[outcome.kind] += 1;
    if (outcome.kind === 'opened') expect({ at, found: outcome.found }).toEqual({ at, found: RECORDS });
    else {
      expect(outcome.file).toContain(journalName);
      // The line that the changed byte lies in, or the one after it where two ran together.
      expect(outcome.offset).toBeLessThanOrEqual(at);
      expect(at - (outcome.offset ?? 0)).toBeLessThan(1_000);
    }
  }
  expect(outcomes.opened + outcomes.refused).toBe(FLIPS);
  expect(outcomes.refused).toBeGreaterThan(FLIPS * 0.9);
});
