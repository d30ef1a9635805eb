/** A token that is asked for some APIs alone carries no scope of the others: whoever gets it could use it there. */
import { apiRulesFor, isScopeOfAudience } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import type { Context } from './context.ts';

/**
 * The scopes without those that only APIs outside of `audience` define; all of them where nobody named an API,
 * unless that stands for none or for the office's default. RFC 8707 §3
 */
export function scopeForAudience(
  scope: readonly string[],
  audience: readonly string[],
  params: Params,
  cx: Context,
): Awaitable<readonly string[]> {
  const named = params.has('resource') || params.has('audience');
  const parted = cx.traits[cx.dialect]?.implied_audience === 'none';
  return named || parted ? scopeWithin(scope, audience, cx) : scope;
}

/** The same of what a person is to be asked for. Throws invalid_scope where nothing is left to ask. */
export async function askedScopeForAudience(
  scope: readonly string[],
  audience: readonly string[],
  params: Params,
  cx: Context,
): Promise<readonly string[]> {
  const left = await scopeForAudience(scope, audience, params, cx);
  if (left.length > 0 || scope.length === 0) return left;
  throw new OAuthError(
    'invalid_scope',
    'none of the scopes asked for is one of the APIs that resource or audience names',
  );
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
