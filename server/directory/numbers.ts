/** Small integers that are never given out twice, for dialects whose ids are numbers. */
import type { Transaction } from '../storage/store.ts';

/** The next number of a kind, from 1. Must run inside the transaction that uses it. */
export async function takeNumber(within: Transaction, kind: 'users' | 'groups' | 'applications'): Promise<number> {
  const counters = within.collection('counters');
  const before = await counters.get(kind);
  if (before === undefined) {
    await counters.insert({ id: kind, value: 1 });
    return 1;
  }
  const after = await counters.update(kind, (old) => ({ ...old, value: old.value + 1 }));
  return after.value;
}
