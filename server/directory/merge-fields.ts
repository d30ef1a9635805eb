/** Merging a change into a record: what is absent stays, null removes. RFC 7396 */
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject } from '../spec/json-object.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';

/** Changes of a record's fields; null only where the field may be absent, which the border's schemas see to. */
export type FieldChanges<R> = { readonly [K in keyof R]?: R[K] | null | undefined };

/** The record with its changes; fields that are null in `changes` are gone from it. */
export function mergeFields<R extends object>(record: R, changes: FieldChanges<NoInfer<R>>): R {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const merged = Object.entries({ ...record, ...Object.fromEntries(given) }).filter(([, value]) => value !== null);
  // What is required is never null, so that nothing required has gone.
  return Object.fromEntries(merged) as R;
}

/** `next` with the time of its change; `old` itself where nothing is different, which a store then doesn't write. */
export function touched<R extends { readonly updated_at: number }>(old: R, next: R, now: number): R {
  const stamped = { ...next, updated_at: now };
  return isDeepStrictEqual({ ...stamped, updated_at: old.updated_at }, old) ? old : stamped;
}

/** RFC 7396 §2 for JSON objects: members merge at every depth, lists and plain values replace. */
export function mergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(target));
  for (const [name, value] of Object.entries(patch)) {
    const before = merged.get(name);
    if (value === null) merged.delete(name);
    else if (!isJsonObject(value)) merged.set(name, value);
    else merged.set(name, mergePatch(before !== undefined && isJsonObject(before) ? before : {}, value));
  }
  return Object.fromEntries(merged);
}
