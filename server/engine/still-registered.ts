/** What of a grant its application may still have: what an admin took from it is not renewed, though somebody allowed it once. */
import { isScopeOpenTo } from '../directory/scope-catalogue.ts';
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import { adminResource } from './admin-resource.ts';
import type { Context } from './context.ts';
import { openOf } from './open-apis.ts';

export interface StillRegistered {
  readonly audience: readonly string[];
  isOpen(scope: string): boolean;
}

/** As a request of today would be judged, for the APIs that the grant names. RFC 6749 §6 */
export async function stillRegistered(
  { scope, audience }: Pick<Grant, 'scope' | 'audience'>,
  application: Application,
  cx: Context,
): Promise<StillRegistered> {
  const given = parseScope(application.scope);
  const registered = withIncluded(given, await inclusionsFor([...given, ...scope], application.dialect, cx.store));
  const open = await openOf(audience, cx);
  const allowed = [...application.audience, ...open.audiences, adminResource(cx)];
  return {
    audience: audience.filter((name) => allowed.includes(name)),
    isOpen: (name) => open.scopes.includes(name) || isScopeOpenTo(name, registered, application.dialect),
  };
}
