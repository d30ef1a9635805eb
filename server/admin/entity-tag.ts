/** Which state of a resource a request is about: entity tags, and the conditions that requests make with them. */
import { hashSecret } from '../directory/machine-secrets.ts';
import { ProblemError } from './problem-error.ts';

/** The values of If-Match and If-None-Match; undefined where the request makes no such condition. */
export interface Preconditions {
  readonly if_match: string | undefined;
  readonly if_none_match: string | undefined;
}

/** Strong: of everything that the representation shows. RFC 9110 §8.8.3 */
export function etagOf(view: object): string {
  return `"${hashSecret(JSON.stringify(view)).slice(0, 27)}"`;
}

/**
 * Throws stale, with the resource as it is now, where the request was made for another state of it. To be asked inside of
 * the transaction that changes it. RFC 9110 §13.1.1
 */
export function assertCurrent(view: object, { if_match }: Preconditions): void {
  if (if_match === undefined || if_match.trim() === '*') return;
  const etag = etagOf(view);
  // Strong comparison: a weak tag is never equal.
  if (tagsIn(if_match).includes(etag)) return;
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

/** The answer about one resource: its view, and the tag of exactly that. */
export function single<V extends object>(view: V): { readonly body: V; readonly etag: string } {
  return { body: view, etag: etagOf(view) };
}
