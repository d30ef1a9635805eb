/** Which scopes somebody defines: Lanyard itself, a product that it stands in for, the office, or one of its APIs. */
import { everyRecord } from '../directory/every-record.ts';
import { BORROWED_SCOPE_NAMES } from '../directory/borrowed-scopes.ts';
import { BUILT_IN_SCOPES } from '../directory/scopes.ts';
import type { Transaction } from '../storage/store.ts';

/** A question that reads the store when it is first asked, and not again: ask when all scopes and APIs have been applied. */
export function undefinedScopesIn(within: Transaction): (scope: readonly string[]) => Promise<readonly string[]> {
  let defined: ReadonlySet<string> | undefined;
  return async (scope) => {
    if (scope.every((name) => BUILT_IN_SCOPES.has(name))) return [];
    defined ??= await definedScopes(within);
    const known = defined;
    return scope.filter((name) => !known.has(name));
  };
}

async function definedScopes(within: Transaction): Promise<ReadonlySet<string>> {
  const names = new Set([...BUILT_IN_SCOPES.keys(), ...BORROWED_SCOPE_NAMES]);
  for await (const scope of everyRecord(within.collection('scopes'))) names.add(scope.name);
  for await (const api of everyRecord(within.collection('apis'))) for (const scope of api.scopes) names.add(scope.name);
  return names;
}
