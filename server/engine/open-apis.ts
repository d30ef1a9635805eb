/** APIs that any application may ask for: nobody entered it for them, so they count only where a request names them. */
import { findApi } from '../directory/apis.ts';
import type { Params } from '../spec/params.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Context } from './context.ts';

interface Opened {
  readonly audiences: readonly string[];
  readonly scopes: readonly string[];
}

const NOTHING: Opened = { audiences: [], scopes: [] };

/** Those among the APIs that `resource` and `audience` name. RFC 8707 §2 */
export async function openAudiences(params: Params, cx: Pick<Context, 'store'>): Promise<readonly string[]> {
  return (await openOf(namesIn(params), cx)).audiences;
}

/** The scopes that such an API opens. */
export async function openScopes(params: Params, cx: Pick<Context, 'store'>): Promise<readonly string[]> {
  return (await openOf(namesIn(params), cx)).scopes;
}

/**
 * Both, for APIs that are named together. Not a scope that another one among them defines as well, which did not open
 * itself: the grant is for both, and a token for that one alone would carry it.
 */
export async function openOf(names: readonly string[], { store }: Pick<Context, 'store'>): Promise<Opened> {
  if (names.length === 0) return NOTHING;
  const found = await Promise.all(names.map((name) => findApi(store, name)));
  const named = found.filter((api) => api !== undefined);
  const open = named.filter(isOpen);
  const closed = new Set(named.filter((api) => !isOpen(api)).flatMap(scopesOf));
  return {
    audiences: open.map(({ audience }) => audience),
    scopes: open.flatMap(scopesOf).filter((name) => !closed.has(name)),
  };
}

function namesIn(params: Params): readonly string[] {
  return [...new Set([...params.all('resource'), ...params.all('audience')])];
}

/** Whoever lists applications meant those alone. */
function isOpen({ any_application, allowed_applications = [] }: Api): boolean {
  return any_application === true && allowed_applications.length === 0;
}

function scopesOf({ scopes }: Api): readonly string[] {
  return scopes.map(({ name }) => name);
}
