/** A whole collection, page by page, in the order of its ids. */
import type { Collection } from '../storage/store.ts';

const PAGE = 500;

export async function* everyRecord<R>(collection: Collection<R>): AsyncGenerator<R> {
  let cursor: string | undefined;
  do {
    const page = await collection.list({ limit: PAGE, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
