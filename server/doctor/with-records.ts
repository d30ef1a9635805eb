/** What a check of the records says where there are none that it could look at. */
import type { Inspection } from '../storage/file/inspect.ts';
import type { Collections } from '../storage/store.ts';
import type { Finding } from './checks/check.ts';

/** Why they could not be read, the check of the store says. */
export const UNREAD: Finding = { level: 'warning', found: 'Not checked, because the store can’t be read.' };

/** Calls `look` with the records, where they could be read. */
export async function withRecords(
  { contents }: Inspection,
  look: (records: Collections) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  if (contents.kind === 'whole') return look(contents.records);
  if (contents.kind === 'none') return [{ level: 'ok', found: 'There is nothing yet: the first start makes it.' }];
  return [UNREAD];
}
