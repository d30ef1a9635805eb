/** A store that tells the tracer of every verb. Put on by the composition root, for the requests that somebody watches. */
import type { CollectionName, Records } from '../storage/collections.ts';
import { StorageError, type Collection, type Collections, type Store } from '../storage/store.ts';
import { timed } from './timed.ts';
import type { Trace } from './trace.ts';

/** The same store, its verbs told to `trace`. */
export function traceStore(store: Store, trace: Trace): Store {
  return {
    collection: traceCollections(store, trace).collection,
    transaction: (work) => store.transaction((within) => work(traceCollections(within, trace))),
    sweep: (now) => store.sweep(now),
    writable: () => store.writable(),
    close: () => store.close(),
  };
}

function traceCollections(collections: Collections, trace: Trace): Collections {
  return {
    collection: (name) => traceCollection(name, collections.collection(name), trace),
  };
}

function traceCollection<N extends CollectionName>(
  name: N,
  verbs: Collection<Records[N]>,
  trace: Trace,
): Collection<Records[N]> {
  function tell<T>(verb: string, input: unknown, work: () => Promise<T>): Promise<T> {
    return timed(trace, { kind: 'store', name: `${name} ${verb}`, input }, codeOf, work);
  }
  // An id is often the hash of a secret, so it is told under a name that is redacted.
  return {
    get: (id) => tell('get', { id_hash: id }, () => verbs.get(id)),
    find: (index, value) => tell('find', { index, value_hash: value }, () => verbs.find(index, value)),
    list: (page) => tell('list', { limit: page.limit }, () => verbs.list(page)),
    insert: (record) => tell('insert', record, () => verbs.insert(record)),
    update: (id, change) => tell('update', { id_hash: id }, () => verbs.update(id, change)),
    remove: (id) => tell('remove', { id_hash: id }, () => verbs.remove(id)),
  };
}

function codeOf(error: unknown): string {
  return error instanceof StorageError ? error.code : 'refused';
}
