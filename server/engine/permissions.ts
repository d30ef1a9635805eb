/**
 * What a token's holder may do at APIs that look for it in `permissions` instead of `scope`: all of their scopes that the
 * person's groups give and that the application may have, whether or not it asked. RFC 9068 leaves such claims to others.
 */
import { type ApiRules, scopesWithheld } from '../directory/api-rules.ts';
import { isUnchecked } from '../directory/registered-by.ts';
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import { parseScope } from '../spec/scope.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';
import type { Authorization } from './grants/grant.ts';

/**
 * Undefined where none of `apis` wants to know. What the person said no to is not there; where a hook, another server or an
 * exchanged token decided what the application gets, and of one that nobody has checked, there is no more than its scope.
 */
export async function permissionsAt(
  apis: readonly Api[],
  { subject, scope }: Pick<Authorization, 'subject' | 'scope'>,
  rules: ApiRules,
  cx: Context,
): Promise<readonly string[] | undefined> {
  const asking = apis.filter((api) => api.permissions_in_tokens === true);
  if (asking.length === 0) return undefined;
  const names = [...new Set(asking.flatMap((api) => api.scopes.map(({ name }) => name)))];
  if (subject.kind !== 'user') return names.filter((name) => scope.includes(name));
  const { application, consent, user, grant } = subject;
  const narrowed = grant.origin !== undefined && grant.origin.kind !== 'password';
  const registered = narrowed || isUnchecked(application) ? [] : await everythingFor(application, cx);
  const declined = consent?.declined ?? [];
  const open = names.filter((name) => scope.includes(name) || (registered.includes(name) && !declined.includes(name)));
  const withheld = scopesWithheld(open, user?.groups ?? [], rules);
  return open.filter((name) => !withheld.includes(name));
}

async function everythingFor(application: Application, cx: Context): Promise<readonly string[]> {
  const given = parseScope(application.scope);
  return withIncluded(given, await inclusionsFor(given, application.dialect, cx.store));
}
