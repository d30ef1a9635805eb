/** Keeps public documents as bytes with their entity tag, for as long as the engine hands out the same object. */
import { createHash } from 'node:crypto';

export interface DocumentBytes {
  readonly bytes: Buffer;
  /** Strong, quotes included. RFC 9110 §8.8.3 */
  readonly etag: string;
}

const KEPT = new WeakMap<object, DocumentBytes>();

export function documentBytes(body: object): DocumentBytes {
  const kept = KEPT.get(body);
  if (kept !== undefined) return kept;
  const bytes = Buffer.from(JSON.stringify(body));
  const made = { bytes, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
  KEPT.set(body, made);
  return made;
}

/** Whether `ifNoneMatch` names `etag` or everything; weak and strong compare alike. RFC 9110 §13.1.2 */
export function isUnchanged(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
