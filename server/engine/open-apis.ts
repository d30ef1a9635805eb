/** APIs that any application may ask for: nobody entered it for them, so they count only where a request names them. */
import { findApi } from '../directory/apis.ts';
import type { Params } from '../spec/params.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Context } from './context.ts';

/** Those among the APIs that `resource` and `audience` name. RFC 8707 §2 */
export async function openAudiences(params: Params, cx: Pick<Context, 'store'>): Promise<readonly string[]> {
  return (await namedApis(params, cx)).filter(isOpen).map(({ audience }) => audience);
}

/**
 * The scopes that such an API opens. Not one that another API of the same request defines as well, which did not open
 * itself: the grant is for both, and a token for that one alone would carry it.
 */
export async function openScopes(params: Params, cx: Pick<Context, 'store'>): Promise<readonly string[]> {
  const named = await namedApis(params, cx);
  const closed = new Set(named.filter((api) => !isOpen(api)).flatMap(scopesOf));
  return named
    .filter(isOpen)
    .flatMap(scopesOf)
    .filter((name) => !closed.has(name));
}

async function namedApis(params: Params, { store }: Pick<Context, 'store'>): Promise<readonly Api[]> {
  const names = [...new Set([...params.all('resource'), ...params.all('audience')])];
  const apis = await Promise.all(names.map((name) => findApi(store, name)));
  return apis.filter((api) => api !== undefined);
}

/** Whoever lists applications meant those alone. */
function isOpen({ any_application, allowed_applications = [] }: Api): boolean {
  return any_application === true && allowed_applications.length === 0;
}

function scopesOf({ scopes }: Api): readonly string[] {
  return scopes.map(({ name }) => name);
}
