/** What of a grant, or of a token that is out, its application may still have: what an admin took from it ends, though somebody allowed it once. */
import { isScopeOpenTo } from '../directory/scope-catalogue.ts';
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { parseScope } from '../spec/scope.ts';
import type { Application } from '../storage/records/directory.ts';
import { adminResource, mayNameAdminResource } from './admin-resource.ts';
import { belowOwnApis } from './below-own-apis.ts';
import type { Context } from './context.ts';
import { openOf } from './open-apis.ts';
import { scopeWithin } from './scope-for-audience.ts';

export interface Held {
  readonly scope: readonly string[];
  readonly audience: readonly string[];
}

/**
 * As a request of today would be judged, for the APIs that are named; `held` itself, and at once, where all of that is
 * registered by name. APIs in `besides` are open, too. With an API go the scopes that only such APIs define.
 */
export function stillRegistered(
  held: Held,
  application: Application,
  cx: Context,
  besides: readonly string[] = [],
): Awaitable<Held> {
  return isPlainlyOpen(held, application, cx) ? held : judge(held, application, cx, besides);
}

/** Nothing of what there was. */
export function isNothingOf(left: Pick<Held, 'scope'>, held: Pick<Held, 'scope'>): boolean {
  return left.scope.length === 0 && held.scope.length > 0;
}

/** A record is replaced when it changes, so what is read of one holds for as long as there is that one. */
const SCOPES = new WeakMap<Application, ReadonlySet<string>>();

function isPlainlyOpen({ scope, audience }: Held, application: Application, cx: Context): boolean {
  const names = SCOPES.get(application) ?? keepScopes(application);
  for (const name of scope) if (!names.has(name)) return false;
  for (const name of audience) if (!isOwnAudience(name, application, cx)) return false;
  return true;
}

/** A JWT for no API names the issuer. RFC 9068 §3 */
function isOwnAudience(name: string, application: Application, { urls }: Context): boolean {
  return application.audience.includes(name) || urls.isOurs(name, application);
}

function keepScopes(application: Application): ReadonlySet<string> {
  const names = new Set(parseScope(application.scope));
  SCOPES.set(application, names);
  return names;
}

async function judge(
  { scope, audience }: Held,
  application: Application,
  cx: Context,
  named: readonly string[],
): Promise<Held> {
  const given = parseScope(application.scope);
  const registered = withIncluded(given, await inclusionsFor([...given, ...scope], application.dialect, cx.store));
  const open = await openOf(audience, cx);
  const admin = mayNameAdminResource({ kind: 'application', application, method: 'none' }) ? [adminResource(cx)] : [];
  const below = await belowOwnApis(audience, application, cx);
  const besides = [...named, ...open.audiences, ...admin, ...below];
  const left = audience.filter((name) => isOwnAudience(name, application, cx) || besides.includes(name));
  const names = scope.filter(
    (name) => open.scopes.includes(name) || isScopeOpenTo(name, registered, application.dialect),
  );
  return { scope: left.length === audience.length ? names : await scopeWithin(names, left, cx), audience: left };
}
