/** One spelling for every JSON value, so that equal values have equal hashes wherever they were kept in between. */
import type { Json } from '../spec/vocabulary.ts';

/** Members in the order of their names' code units, no white space; RFC 8785's idea for what audit events hold. */
export function canonicalJson(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
