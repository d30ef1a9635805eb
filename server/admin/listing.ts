/**
 * Lists: one page out of everything, searched, in an order, and a cursor for the next. The cursor names the last place that
 * was shown, so that what comes and goes meanwhile moves nothing else.
 */
import { USUAL_PER_PAGE } from '../contract/admin/listing.ts';
import type { CollectionName, Records } from '../storage/collections.ts';
import type { AdminContext } from './handler.ts';
import { ProblemError } from './problem-error.ts';
import { compareEntries, type Entry, folded, type Order, type Place, positionOf } from './order.ts';
import { Roll } from './register.ts';

export interface ListQuery {
  readonly limit?: number;
  readonly cursor?: string;
  readonly q?: string;
  readonly sort?: string;
}

export interface Page<V> {
  readonly items: V[];
  readonly next: string | null;
  readonly total: number;
}

/** What a list is to be. */
export interface Listing<R, V> {
  readonly order: Order<R>;
  readonly query: ListQuery;
  /** Only what passes is on the list, and counted. */
  readonly filter?: ((record: R) => boolean) | undefined;
  show(record: R): V | Promise<V>;
}

/** A page of a whole collection of the directory. Throws ProblemError invalid for a sort or cursor that is none. */
export async function listCollection<N extends CollectionName, V>(
  name: N,
  listing: Listing<Records[N], V>,
  cx: AdminContext,
): Promise<Page<V>> {
  return pageOf(await cx.house.register.roll(name, listing.order, cx.store), listing);
}

/** A page of records that were gathered for this request. */
export async function listRecords<R extends { readonly id: string }, V>(
  records: readonly R[],
  listing: Listing<R, V>,
): Promise<Page<V>> {
  return pageOf(new Roll(records, listing.order), listing);
}

async function pageOf<R extends { readonly id: string }, V>(
  roll: Roll<R>,
  { order, query, filter, show }: Listing<R, V>,
): Promise<Page<V>> {
  const { limit = USUAL_PER_PAGE, sort: asked = order.standard } = query;
  const sort = readSort(asked, order);
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor, asked);
  const found = roll.find(sort.field, folded(query.q ?? '').trim());
  const left = filter === undefined ? found : found.filter(({ record }) => filter(record));
  const cut = cutPage(left, sort, after, limit);
  const last = cut.entries.at(-1);
  return {
    items: await Promise.all(cut.entries.map(({ record }) => show(record))),
    next: cut.more && last !== undefined ? makeCursor(last, asked) : null,
    total: cut.total,
  };
}

/** Whether a yes or no is as a query wants it; nothing asked, everything fits. */
export function isAsked(value: boolean, asked: 'true' | 'false' | undefined): boolean {
  return asked === undefined || value === (asked === 'true');
}

interface Sort {
  readonly field: string;
  readonly downwards: boolean;
}

function readSort<R>(asked: string, order: Order<R>): Sort {
  const downwards = asked.startsWith('-');
  const field = downwards ? asked.slice(1) : asked;
  if (Object.hasOwn(order.sorted, field)) return { field, downwards };
  const known = Object.keys(order.sorted).join(', ');
  throw new ProblemError('invalid', { errors: [{ pointer: '?sort', detail: `must be one of ${known}` }] });
}

interface Cut<R> {
  readonly entries: readonly Entry<R>[];
  readonly more: boolean;
  readonly total: number;
}

/** Touches only what it shows. */
function cutPage<R>(all: readonly Entry<R>[], { downwards }: Sort, after: Place | undefined, limit: number): Cut<R> {
  const total = all.length;
  if (!downwards) {
    const from = after === undefined ? 0 : firstAfter(all, after);
    return { entries: all.slice(from, from + limit), more: from + limit < total, total };
  }
  const to = after === undefined ? total : positionOf(all, after);
  const from = Math.max(0, to - limit);
  return { entries: all.slice(from, to).toReversed(), more: from > 0, total };
}

/** What was last may be gone meanwhile; where it isn't, it is not shown again. */
function firstAfter(all: readonly Place[], place: Place): number {
  const position = positionOf(all, place);
  const there = all[position];
  return there !== undefined && compareEntries(there, place) === 0 ? position + 1 : position;
}

function makeCursor({ key, id }: Place, sort: string): string {
  return Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');
}

/** Nothing secret is in it, and whoever makes one up gets another page of what they may read anyway. */
function readCursor(cursor: string, sort: string): Place {
  const parts = parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Array.isArray(parts) && parts.length === 3 && parts[0] === sort) {
    const [, key, id] = parts as readonly unknown[];
    if ((typeof key === 'string' || typeof key === 'number') && typeof id === 'string') return { key, id };
  }
  const detail = 'is not the next of a page of this list in this order';
  throw new ProblemError('invalid', { errors: [{ pointer: '?cursor', detail }] });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
