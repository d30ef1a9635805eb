/** Whether somebody can administer the office, or is about to become the first who can. */
import { refuseLostAdmin } from '../../admin/admin-mark.ts';
import { everyRecord } from '../../directory/every-record.ts';
import { type Collections, StorageError } from '../../storage/store.ts';
import { UNREAD } from '../with-records.ts';
import type { Check, Finding } from './check.ts';

const SET_UP: Finding = {
  level: 'warning',
  found: 'Nobody is an admin yet.',
  advice: 'Start Lanyard and open the one-time address that it prints; or run: npm run lanyard -- reset-admin',
};

/** As many as a person would read. */
const MOST_NAMED = 5;

export const admin: Check = {
  name: 'admin',
  async run({ config: { dataDir }, store: { contents } }) {
    if (contents.kind !== 'whole' && contents.kind !== 'none') return [UNREAD];
    const names = contents.kind === 'whole' ? await adminsIn(contents.records) : [];
    const [only] = names;
    if (only === undefined) return [await judgeNone(dataDir)];
    if (names.length === 1) return [{ level: 'ok', found: `${only} is an admin.` }];
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return [{ level: 'ok', found: `Admins are ${names.slice(0, MOST_NAMED).join(', ')}${more}.` }];
  },
};

async function judgeNone(dataDir: string): Promise<Finding> {
  try {
    await refuseLostAdmin(dataDir, false);
    return SET_UP;
  } catch (error) {
    if (error instanceof StorageError) return { level: 'problem', found: error.message };
    throw error;
  }
}

async function adminsIn(records: Collections): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const user of everyRecord(records.collection('users'))) {
    if (user.admin && !user.disabled) names.push(user.username);
  }
  return names;
}
