/** The claims beside the standard ones that scopes show to an application: its product's, and the office's own. */
import { readCustomScopes } from '../directory/scopes.ts';
import type { ScopeClaims } from '../spec/dialect-traits.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/** For claimsForScopes: a later one wins, so that an office can say otherwise than the product. */
export async function mappedClaims(
  application: Application,
  scope: readonly string[],
  cx: Pick<Context, 'store' | 'traits'>,
): Promise<readonly ScopeClaims[]> {
  const own = await readCustomScopes(cx.store, scope);
  const product = cx.traits[application.dialect]?.scope_claims;
  return product === undefined ? own : [...product, ...own];
}
