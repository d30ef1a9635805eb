/**
 * The client_credentials grant: an application or a service account acts for itself. No refresh token, and no person but one
 * whose program brings an app password.
 */
import { type Inclusions, inclusionsFor, withIncluded } from '../../directory/scope-inclusion.ts';
import { ADMIN_SCOPE, PERSONAL_SCOPES } from '../../directory/scopes.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import type { Params } from '../../spec/params.ts';
import { parseScope, uniteScopes } from '../../spec/scope.ts';
import type { Application, ServiceAccount } from '../../storage/records/directory.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import { grantedByAppPassword } from '../granted-by-app-password.ts';
import { narrowDetails } from '../narrow-details.ts';
import { impliesNone, defaultAudience, resolveAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import type { Authorization, Grant, Subject } from './grant.ts';

/** There is no person here, and nobody who could be away. */
const PERSONAL: ReadonlySet<string> = new Set([...PERSONAL_SCOPES, 'offline_access']);

export const clientCredentials: Grant = {
  name: 'client_credentials',
  grant_type: 'client_credentials',
  spec: 'RFC 6749 §4.4',
  parameters: [],
  client: 'confidential',
  available: () => true,
  run({ client, params }, cx) {
    // Nobody is there to allow an act.
    narrowDetails(params);
    if (client.kind === 'person') return grantedByAppPassword(client, params, cx);
    const allowed = allowedScopes(client, cx);
    const strict = cx.traits[cx.dialect]?.machines_name_any_scope !== true;
    const wanted = wantedScopes(params, strict);
    const named = wanted === undefined ? allowed : [...allowed, ...wanted];
    const inclusions = inclusionsFor(named, client.application?.dialect, cx.store);
    const go = (known: Inclusions) => authorize(client, params, grantedScopes({ allowed, wanted, strict }, known), cx);
    return inclusions instanceof Promise ? inclusions.then(go) : go(inclusions);
  },
};

/** At once where nothing has to be read. */
function authorize(client: Client, params: Params, scope: readonly string[], cx: Context): Awaitable<Authorization> {
  const subject = subjectOf(client);
  const unsaid = impliesNone(params, client, cx);
  if (unsaid && defaultAudience(client, cx).length === 0) {
    throw new OAuthError('invalid_target', 'audience is missing: the API to act at');
  }
  const audience = resolveAudience(params, client, scope, cx);
  const named = params.has('resource') || params.has('audience');
  if (!named && !unsaid && !(audience instanceof Promise)) return { subject, scope, audience };
  return Promise.resolve(audience).then(async (resolved) => ({
    subject,
    scope: await scopeForAudience(scope, resolved, params, cx),
    audience: resolved,
  }));
}

/** Undefined where the request leaves it to what is registered. */
function wantedScopes(params: Params, strict: boolean): readonly string[] | undefined {
  const asked = params.get('scope');
  if (asked === undefined) return undefined;
  const wanted = parseScope(asked).filter((name) => !PERSONAL.has(name));
  if (wanted.length > 0 || !strict) return wanted;
  throw new OAuthError('invalid_scope', 'every scope asked for is about a person, and there is none in this grant');
}

interface Wish {
  readonly allowed: readonly string[];
  readonly wanted: readonly string[] | undefined;
  /** Whether one that isn't open is refused; else it is left out. */
  readonly strict: boolean;
}

function grantedScopes({ allowed, wanted, strict }: Wish, inclusions: Inclusions): readonly string[] {
  const open = withIncluded(allowed, inclusions);
  const extra = wanted?.find((name) => !open.includes(name) && (strict || name === ADMIN_SCOPE));
  if (extra !== undefined)
    throw new OAuthError('invalid_scope', `scope has '${extra}', which this client may not ask for`);
  const granted = wanted?.filter((name) => open.includes(name)) ?? allowed.filter((name) => name !== ADMIN_SCOPE);
  return withIncluded(granted, inclusions).filter((name) => !PERSONAL.has(name));
}

function subjectOf(client: Client): Subject {
  if (client.kind === 'application') return { kind: 'application', application: client.application };
  const { account, app_password_id, application } = client;
  return { kind: 'service_account', account, app_password_id, application };
}

/**
 * What is registered and, for a service account that is an admin, the admin API. That scope is never an application's, and
 * nobody has it without asking.
 */
function allowedScopes(client: Client, cx: Context): readonly string[] {
  if (client.kind === 'application') return plainScopes(client.application.scope);
  const { account, application } = client;
  const lent = application !== undefined && lendsScopes(application, account, cx) ? application.scope : '';
  const plain = uniteScopes(plainScopes(account.scope), plainScopes(lent));
  return account.admin ? [...plain, ADMIN_SCOPE] : plain;
}

function plainScopes(scope: string): readonly string[] {
  return parseScope(scope).filter((name) => !PERSONAL.has(name) && name !== ADMIN_SCOPE);
}

/**
 * An account names an application without its secret, so that being let in with everybody is not enough: the application has
 * to name a group that the account is in, and to have these scopes for itself, and not only for people who sign in.
 */
function lendsScopes(application: Application, { groups }: ServiceAccount, { traits }: Context): boolean {
  if (traits[application.dialect]?.accounts_have_scopes_of_application !== true) return false;
  const { grant_types, allowed_groups } = application;
  return grant_types.includes('client_credentials') && allowed_groups.some((name) => groups.includes(name));
}
