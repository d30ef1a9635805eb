/** One order for everything that is exported, whatever order it was stored in. */
import type { Json, JsonObject } from '../spec/vocabulary.ts';

/** By the code units of a key: the same on every computer, in every language. */
export function inStableOrder<R>(records: readonly R[], key: (record: R) => string): readonly R[] {
  return records.toSorted((a, b) => compare(key(a), key(b)));
}

/** The same object with its members in the order of their names, at every depth; lists keep their order. */
export function sortedMembers(object: JsonObject): JsonObject {
  const members = Object.entries(object).toSorted(([a], [b]) => compare(a, b));
  return Object.fromEntries(members.map(([name, value]) => [name, sortedValue(value)]));
}

function sortedValue(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(sortedValue) : sortedMembers(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
