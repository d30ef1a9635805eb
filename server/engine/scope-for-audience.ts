/** A token that is asked for some APIs alone carries no scope of the others: whoever gets it could use it there. */
import { apiRulesFor, isScopeOfAudience } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { Params } from '../spec/params.ts';
import type { Context } from './context.ts';

/** The scopes without those that only APIs outside of `audience` define; all of them where nobody named an API. RFC 8707 §3 */
export function scopeForAudience(
  scope: readonly string[],
  audience: readonly string[],
  params: Params,
  cx: Context,
): Awaitable<readonly string[]> {
  return params.has('resource') || params.has('audience') ? scopeWithin(scope, audience, cx) : scope;
}

/** The same, whoever named the APIs. */
export async function scopeWithin(
  scope: readonly string[],
  audience: readonly string[],
  { store }: Pick<Context, 'store'>,
): Promise<readonly string[]> {
  const rules = await apiRulesFor([], scope, store);
  return scope.filter((name) => isScopeOfAudience(name, audience, rules));
}
