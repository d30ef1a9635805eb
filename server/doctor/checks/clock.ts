/** Whether this machine's clock can be right: tokens, codes and certificates are judged by it. */
import { access } from 'node:fs/promises';
import { everyRecord } from '../../directory/every-record.ts';
import { COLLECTION_NAMES } from '../../storage/collections.ts';
import type { Collections } from '../../storage/store.ts';
import { momentInWords, spanInWords } from '../in-words.ts';
import type { Check, Examined, Finding } from './check.ts';

/** In seconds; as far as clocks of servers and applications may differ. */
const TOLERANCE_S = 60;
const JUMP_MS = 1000;

/** Members of records that say when something happened; those that say when something will end are not among them. */
const PAST: ReadonlySet<string> = new Set([
  'at',
  'created_at',
  'updated_at',
  'issued_at',
  'auth_time',
  'consumed_at',
  'revoked_at',
  'ended_at',
  'published_at',
  'activated_at',
  'retired_at',
]);

export const clock: Check = {
  name: 'clock',
  async run(office) {
    return [
      { level: 'ok', found: `It is ${momentInWords(office.now)}; ${await synchronised()}.` },
      ...(await judgeRecords(office)),
      ...judgeJump(office),
    ];
  },
};

async function judgeRecords({ store: { contents }, now }: Examined): Promise<readonly Finding[]> {
  if (contents.kind !== 'whole') return [];
  const newest = await newestIn(contents.records);
  if (newest === undefined) return [];
  const ahead = newest - now;
  if (ahead <= TOLERANCE_S) return [{ level: 'ok', found: 'No record is from the future.' }];
  return [
    {
      level: 'problem',
      found: `The newest record is of ${momentInWords(newest)}, ${spanInWords(ahead)} in the future.`,
      advice:
        'The clock is slow, or was fast when that was written. Set it right and let a time server keep it so; ' +
        'until then tokens and codes are judged wrongly.',
    },
  ];
}

async function newestIn(records: Collections): Promise<number | undefined> {
  let newest: number | undefined;
  for (const name of COLLECTION_NAMES) {
    for await (const record of everyRecord<object>(records.collection(name))) {
      for (const [member, value] of Object.entries(record)) {
        if (PAST.has(member) && typeof value === 'number') newest = Math.max(newest ?? value, value);
      }
    }
  }
  return newest;
}

function judgeJump({ drift_ms }: Examined): readonly Finding[] {
  const drift = drift_ms();
  if (Math.abs(drift) < JUMP_MS) return [];
  return [
    {
      level: 'warning',
      found: `The clock was set ${drift > 0 ? 'forward' : 'back'} by ${spanInWords(Math.round(Math.abs(drift) / 1000))} while the doctor looked.`,
      advice: 'Something sets it in jumps. Let one time service alone keep it, in small steps.',
    },
  ];
}

/** systemd's own service leaves this file; other ones, and other systems, leave nothing that could be read. */
async function synchronised(): Promise<string> {
  try {
    await access('/run/systemd/timesync/synchronized');
    return 'a time server keeps the clock right';
  } catch {
    return 'whether a time server keeps the clock right, the doctor can’t know on this system';
  }
}
