/** A token that is asked for some APIs alone carries no scope of the others: whoever gets it could use it there. */
import { everyRecord } from '../directory/every-record.ts';
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

async function scopeWithin(
  scope: readonly string[],
  audience: readonly string[],
  cx: Context,
): Promise<readonly string[]> {
  const [here, elsewhere] = [new Set<string>(), new Set<string>()];
  for await (const api of everyRecord(cx.store.collection('apis'))) {
    const named = audience.includes(api.audience) ? here : elsewhere;
    for (const { name } of api.scopes) named.add(name);
  }
  return scope.filter((name) => here.has(name) || !elsewhere.has(name));
}
