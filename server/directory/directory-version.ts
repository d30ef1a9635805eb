/** The counter that moves with every change of the directory: whoever keeps something made of it knows by it what is old. */
import type { Counter } from '../storage/records/keys.ts';
import type { Collections, Transaction } from '../storage/store.ts';

export const DIRECTORY_COUNTER = 'directory';

/** Another number for every state of the directory that admins, or applications that register themselves, have made. */
export function directoryVersion(collections: Collections): Promise<number> {
  return collections.collection('counters').get(DIRECTORY_COUNTER).then(valueOf);
}

function valueOf(counter: Counter | undefined): number {
  return counter?.value ?? 0;
}

/** What `make` makes of the directory: once for each state of it, because most requests ask. */
export function madeOfDirectory<T>(
  make: (collections: Collections) => Promise<T>,
): (collections: Collections) => Promise<T> {
  const kept = new WeakMap<Collections, { readonly version: number; readonly made: T }>();
  const makeAnew = async (collections: Collections, version: number) => {
    const made = await make(collections);
    kept.set(collections, { version, made });
    return made;
  };
  return (collections) =>
    directoryVersion(collections).then((version) => {
      const known = kept.get(collections);
      return known?.version === version ? known.made : makeAnew(collections, version);
    });
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
