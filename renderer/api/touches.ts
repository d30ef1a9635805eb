/** Which answers are out of date after a change: by the tag of what was changed, the tags of what shows it too. */
import type { OPERATIONS, OperationName } from '../../server/contract/admin/operations.ts';

export type Tag = (typeof OPERATIONS)[OperationName]['tag'];

const TOUCHES: Readonly<Partial<Record<Tag, readonly Tag[]>>> = {
  People: ['Groups', 'Sessions', 'Applications'],
  Groups: ['People', 'Applications', 'Service accounts'],
  Applications: ['People', 'Groups', 'Sessions'],
  'Service accounts': ['Groups'],
  'APIs and scopes': ['Applications'],
  Sessions: ['People', 'Applications'],
  'Sign-in page': ['Settings'],
  Settings: ['Sign-in page', 'Signing keys', 'Panel session', 'Outbox'],
};

/** Every change leaves a record, and may change what needs attention. */
export function tagsTouchedBy(tag: Tag): readonly Tag[] {
  return [tag, ...(TOUCHES[tag] ?? []), 'Audit', 'Status'];
}
