/** Lets several operations of the admin API be one change: all of it stands, audit lines included, or nothing does. */
import type { Store, Transaction } from '../storage/store.ts';
import type { AdminContext } from './handler.ts';

/** `work` awaits nothing but operations with the context that it is given, and verbs of that one's store. */
export function inOneTransaction<T>(cx: AdminContext, work: (cx: AdminContext) => Promise<T>): Promise<T> {
  return cx.store.transaction((within) => work({ ...cx, store: storeWithin(within, cx.store) }));
}

/** A transaction within it is a part of it. */
function storeWithin(within: Transaction, store: Store): Store {
  return { ...store, collection: (name) => within.collection(name), transaction: (work) => work(within) };
}
