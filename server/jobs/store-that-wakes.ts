/** A store that lets somebody know when a transaction has touched a certain collection: for work that should begin at once. */
import type { CollectionName } from '../storage/collections.ts';
import type { Store, Transaction } from '../storage/store.ts';

/** The same store; `wake` is called once such a transaction is durable. Verbs outside of transactions wake nobody. */
export function storeThatWakes(store: Store, name: CollectionName, wake: () => void): Store {
  return {
    collection: (asked) => store.collection(asked),
    transaction(work) {
      let touched = false;
      const watching = (within: Transaction) =>
        work({
          collection(asked) {
            touched ||= asked === name;
            return within.collection(asked);
          },
        });
      return store.transaction(watching).then((outcome) => {
        if (touched) wake();
        return outcome;
      });
    },
    sweep: (now) => store.sweep(now),
    writable: () => store.writable(),
    close: () => store.close(),
  };
}
