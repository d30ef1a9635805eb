/** Scope strings as lists of names and back. Which scopes exist and who may have them is decided elsewhere. */
import { OAuthError } from './oauth-error.ts';

/** More than any application asks for; a longer list is a mistake or an attack. */
const MOST_SCOPES = 100;

/** %x21 / %x23-5B / %x5D-7E: printable ASCII without space, double quote and backslash. RFC 6749 §3.3 */
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The names in a scope string, in order, each once. Absent and empty give none.
 * Throws invalid_scope for a character outside of the grammar and for more than 100 names. RFC 6749 §3.3
 */
export function parseScope(scope: string | undefined): readonly string[] {
  if (scope === undefined || scope === '') return [];
  if (isScopeName(scope)) return [scope];
  const names = namesIn(scope);
  const reason = findFault(names);
  if (reason !== undefined) throw new OAuthError('invalid_scope', `scope ${reason}`);
  return names;
}

/** What is wrong with a scope string, or undefined. RFC 6749 §3.3 */
export function checkScope(scope: string): string | undefined {
  return findFault(namesIn(scope));
}

function findFault(names: readonly string[]): string | undefined {
  if (names.length > MOST_SCOPES) return `names ${names.length} scopes; at most ${MOST_SCOPES} are allowed`;
  const bad = names.find((name) => !isScopeName(name));
  if (bad === undefined) return undefined;
  return 'holds a character that no scope may have: names are printable ASCII without quotes and backslashes, parted by spaces';
}

/** Whether `name` can stand in a scope string. RFC 6749 §3.3 */
export function isScopeName(name: string): boolean {
  return SCOPE_TOKEN.test(name);
}

/** The scope string of some names, each once. */
export function joinScope(names: Iterable<string>): string {
  return [...new Set(names)].join(' ');
}

/** Those of `wanted` that `granted` lacks. */
export function missingScopes(wanted: readonly string[], granted: readonly string[]): readonly string[] {
  return wanted.filter((name) => !granted.includes(name));
}

/** Both, each name once. */
export function uniteScopes(first: readonly string[], second: readonly string[]): readonly string[] {
  return [...new Set([...first, ...second])];
}

function namesIn(scope: string): readonly string[] {
  return [...new Set(scope.split(' ').filter((name) => name !== ''))];
}
