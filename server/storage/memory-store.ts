/** The store that forgets: for tests, and for whoever only wants to look. Everything but durability is as in the file store. */
import { type DraftLog, DraftStore } from './draft-store.ts';
import type { Store } from './store.ts';
import { createTables } from './table.ts';

/** A new, empty store. */
export function createMemoryStore(): Store {
  const log: DraftLog = {
    append: () => store.commit(1),
    writable: () => true,
    close: () => Promise.resolve(),
  };
  const store = new DraftStore(createTables(), log);
  return store;
}
