/** Scopes that come from elsewhere than a person's yes: from a token that is exchanged, or from whoever vouches for the person. */
import { definedHere, isScopeOpenTo } from '../directory/scope-catalogue.ts';
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import { NEVER_HANDED_ON } from '../directory/scopes.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/**
 * What of `offered` `application` may have too: all of that, or what is asked for of it. Throws
 * invalid_scope for more; `from` says there whose scopes they are.
 */
export async function handOnScope(
  offered: readonly string[],
  from: string,
  { application, params }: { readonly application: Application; readonly params: Params },
  cx: Context,
): Promise<readonly string[]> {
  const given = parseScope(application.scope);
  const inclusions = await inclusionsFor([...given, ...offered], application.dialect, cx.store);
  const registered = withIncluded(given, inclusions);
  const defined = await definedHere(offered, application.dialect, cx.store);
  // What a scope includes now was perhaps cut out of the token, or nobody allowed it then: only what is there is handed on.
  const open = offered.filter(
    (name) => !NEVER_HANDED_ON.has(name) && isScopeOpenTo(name, registered, application.dialect, defined),
  );
  const asked = params.get('scope');
  if (asked === undefined) return open;
  const wanted = parseScope(asked);
  const extra = wanted.find((name) => !open.includes(name));
  if (extra === undefined) return withIncluded(wanted, inclusions).filter((name) => open.includes(name));
  throw new OAuthError('invalid_scope', `scope has '${extra}', which ${from} or this application may not have`);
}
