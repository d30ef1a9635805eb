/** The sealing key and the signing keys: whether what is sealed opens, and when the next ones take over. */
import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { everyRecord } from '../../directory/every-record.ts';
import { readSettings } from '../../directory/settings.ts';
import { ALGORITHM_NAMES } from '../../keys/algorithms.ts';
import { KeyFileError, readOrCreateKeyFile } from '../../keys/key-file.ts';
import { keysInForce, NO_KEYS } from '../../keys/keys-in-force.ts';
import { KEY_FILE } from '../../keys/open-sealing-key.ts';
import { createSealer, type Sealer, SealingError } from '../../keys/sealing.ts';
import type { SigningKey } from '../../storage/records/keys.ts';
import { type Collections, StorageError } from '../../storage/store.ts';
import { momentInWords } from '../in-words.ts';
import { withRecords } from '../with-records.ts';
import type { Check, Examined, Finding } from './check.ts';

export const keys: Check = {
  name: 'keys',
  async run({ config: { dataDir }, store, now }) {
    const path = join(dataDir, KEY_FILE);
    const keyIsThere = await isThere(path);
    const storeIsThere = await isThere(store.directory);
    if (keyIsThere && !storeIsThere) return [lostStore(path, store)];
    if (!keyIsThere && !storeIsThere) return [{ level: 'ok', found: 'The first start makes the keys.' }];
    if (!keyIsThere && store.contents.kind === 'none') {
      return [{ level: 'ok', found: 'The first start makes the keys.' }];
    }
    let sealer: Sealer;
    try {
      // The key is never made here: what is missing is missing.
      sealer = createSealer(await readOrCreateKeyFile(path, { mayCreate: false }));
    } catch (error) {
      if (error instanceof KeyFileError) return [{ level: 'problem', found: error.message }];
      throw error;
    }
    const closed = process.platform === 'win32' ? 'there' : 'there, and closed to other accounts';
    const opened: Finding = { level: 'ok', found: `${path} is ${closed}.` };
    return [opened, ...(await withRecords(store, (records) => judgeSigningKeys(records, sealer, now)))];
  },
};

async function judgeSigningKeys(records: Collections, sealer: Sealer, now: number): Promise<readonly Finding[]> {
  const kept: SigningKey[] = [];
  for await (const key of everyRecord(records.collection('signing_keys'))) kept.push(key);
  if (kept.length === 0) return [{ level: 'ok', found: 'The next start makes the signing keys.' }];
  try {
    await keysInForce(kept, NO_KEYS, sealer);
  } catch (error) {
    if (error instanceof SealingError || error instanceof StorageError) {
      return [{ level: 'problem', found: error.message }];
    }
    throw error;
  }
  const { signing_key_lifetime_s } = await readSettings(records);
  const active = kept.filter(({ state }) => state === 'active');
  const without = ALGORITHM_NAMES.filter((alg) => !active.some((key) => key.alg === alg));
  const due = Math.min(...active.map((key) => (key.activated_at ?? key.published_at) + signing_key_lifetime_s));
  const next = due > now ? `after ${momentInWords(due)}` : 'at the next start, or within a minute where Lanyard runs';
  const findings: Finding[] = [];
  if (active.length > 0) {
    const names = ALGORITHM_NAMES.filter((alg) => !without.includes(alg)).join(', ');
    findings.push({
      level: 'ok',
      found: `Signing keys open (${names}); the first of their successors takes over ${next}.`,
    });
  }
  if (without.length > 0) {
    findings.push({
      level: 'warning',
      found: `There is no active signing key for ${without.join(', ')}.`,
      advice: 'Start Lanyard, or restart it: it makes what is missing.',
    });
  }
  return findings;
}

function lostStore(path: string, { directory }: Examined['store']): Finding {
  return {
    level: 'problem',
    found: `${directory} is missing, but ${path} is there.`,
    advice: 'Restore the data directory from a backup; or, to begin anew and lose everything, move the key away too.',
  };
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (cause: unknown) => !(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'),
  );
}
