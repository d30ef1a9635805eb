/** What of an application and its request a hook is asked with, and as much as it may grant. */
import { definedHere, isScopeOpenTo } from '../directory/scope-catalogue.ts';
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import { NEVER_HANDED_ON, PERSONAL_SCOPES } from '../directory/scopes.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';

/** What an application proves itself by, and what stands in the question by itself. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set([
  'client_secret',
  'client_assertion',
  'client_assertion_type',
  'grant_type',
  'client_id',
  'scope',
  'resource',
  'audience',
]);

export function passedOn(parameters: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  return Object.fromEntries([...parameters].filter(([name]) => !NOT_PASSED_ON.has(name)));
}

export interface Offer {
  readonly scope: readonly string[];
  /** Those of `wanted` that the application may not ask for. */
  readonly beyond: readonly string[];
}

/** All that the application is registered for, or what is `wanted` of that, with what it includes. RFC 6749 §3.3 */
export async function offeredScope(
  application: Application,
  wanted: readonly string[] | undefined,
  store: Store,
): Promise<Offer> {
  const registered = parseScope(application.scope);
  const names = wanted ?? registered;
  const inclusions = await inclusionsFor([...registered, ...names], application.dialect, store);
  const open = withIncluded(registered, inclusions);
  const defined = await definedHere(names, application.dialect, store);
  return {
    scope: withIncluded(names, inclusions).filter((name) => !NEVER_HANDED_ON.has(name)),
    beyond: names.filter((name) => !isScopeOpenTo(name, open, application.dialect, defined)),
  };
}

/** For a token that is the application's own. */
export function aboutNobody(scope: readonly string[]): readonly string[] {
  return scope.filter((name) => !PERSONAL_SCOPES.has(name));
}
