/**
 * Which state of a resource a request is about: entity tags, and the conditions that requests make with them. A tag has two
 * halves. The first is of what a change can change: by it the second of two editors is found out. The second is of the whole
 * view: by it a reader learns that something else about the resource moved, which is no conflict.
 */
import { OPERATIONS } from '../contract/admin/operations.ts';
import { hashSecret } from '../directory/machine-secrets.ts';
import { ProblemError } from './problem-error.ts';

/** The values of If-Match and If-None-Match; undefined where the request makes no such condition. */
export interface Preconditions {
  readonly if_match: string | undefined;
  readonly if_none_match: string | undefined;
}

/** The operations that change a resource by a merge: their bodies name what can be changed. */
type Change = {
  [N in keyof typeof OPERATIONS]: (typeof OPERATIONS)[N] extends { readonly method: 'PATCH' } ? N : never;
}[keyof typeof OPERATIONS];

/** Characters of a half. */
const HALF = 20;

/** Strong: another one for everything that the representation may show. RFC 9110 §8.8.3 */
function etagOf(view: object, by: Change): string {
  return `"${halfOf(changeable(view, by))}.${halfOf(view)}"`;
}

function changeable(view: object, by: Change): object {
  const { shape } = OPERATIONS[by].body;
  return Object.fromEntries(Object.entries(view).filter(([name]) => Object.hasOwn(shape, name)));
}

function halfOf(value: object): string {
  return hashSecret(JSON.stringify(value)).slice(0, HALF);
}

/**
 * Throws stale, with the resource as it is now, where the request was made for a state in which something that `by` can
 * change was different. To be asked inside of the transaction that changes it. RFC 9110 §13.1.1
 */
export function assertCurrent(view: object, by: Change, { if_match }: Preconditions): void {
  if (if_match === undefined || if_match.trim() === '*') return;
  const etag = etagOf(view, by);
  const half = etag.slice(0, HALF + 2);
  // A weak tag begins otherwise, and never fits.
  if (tagsIn(if_match).some((tag) => tag.startsWith(half))) return;
  throw new ProblemError('stale', { current: view, headers: { etag } });
}

/** Whether who asks has this state already. RFC 9110 §13.1.2 */
export function isKnown(etag: string, { if_none_match }: Preconditions): boolean {
  if (if_none_match === undefined) return false;
  return if_none_match.trim() === '*' || tagsIn(if_none_match).some((tag) => tag.replace(/^W\//, '') === etag);
}

function tagsIn(list: string): readonly string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** The answer about one resource that `by` changes: its view, and the tag of that. */
export function single<V extends object>(view: V, by: Change): { readonly body: V; readonly etag: string } {
  return { body: view, etag: etagOf(view, by) };
}
