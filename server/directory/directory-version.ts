/** The counter that moves with every change of the directory: whoever keeps something made of it knows by it what is old. */
import type { Collections, Transaction } from '../storage/store.ts';

export const DIRECTORY_COUNTER = 'directory';

/** Another number for every state of the directory that admins, or applications that register themselves, have made. */
export async function directoryVersion(collections: Collections): Promise<number> {
  return (await collections.collection('counters').get(DIRECTORY_COUNTER))?.value ?? 0;
}

/** The version of the directory that a change in this transaction leads to. */
export async function countChange(within: Transaction): Promise<number> {
  const counters = within.collection('counters');
  if ((await counters.get(DIRECTORY_COUNTER)) === undefined) {
    await counters.insert({ id: DIRECTORY_COUNTER, value: 1 });
    return 1;
  }
  const counted = await counters.update(DIRECTORY_COUNTER, (old) => ({ ...old, value: old.value + 1 }));
  return counted.value;
}

/**
 * Counts a change of which nobody is told what it touched. Twice: of the next version a change that failed may have left
 * word (admin/register.ts), and of the one after it nobody can.
 */
export async function countUntoldChange(within: Transaction): Promise<void> {
  await countChange(within);
  await countChange(within);
}
