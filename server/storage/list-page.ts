/** Cuts one page out of ids that come in order. */
import type { Stored } from './index-maps.ts';
import type { Page, PageOf } from './store.ts';

/** The page of the records that `recordOf` finds for `ids`, which are in order and start after the cursor. */
export function listPage(
  page: Page,
  ids: Iterable<string>,
  recordOf: (id: string) => Stored | undefined,
): PageOf<Stored> {
  if (!Number.isInteger(page.limit) || page.limit < 1) throw new RangeError(`a page of ${page.limit} records`);
  const items: Stored[] = [];
  for (const id of ids) {
    const record = recordOf(id);
    if (record === undefined) continue;
    if (items.length === page.limit) return { items, next: items.at(-1)?.id ?? null };
    items.push(record);
  }
  return { items, next: null };
}

/** Both in order, as one in order; an id that is in both comes once. */
export function* mergeInOrder(left: Iterable<string>, right: readonly string[]): Generator<string> {
  let at = 0;
  for (const id of left) {
    for (let other = right[at]; other !== undefined && other <= id; other = right[at]) {
      at += 1;
      if (other < id) yield other;
    }
    yield id;
  }
  yield* right.slice(at);
}
