/** The client_credentials grant: an application or a service account acts for itself. No person, no refresh token. */
import { type Inclusions, inclusionsFor, withIncluded } from '../../directory/scope-inclusion.ts';
import { ADMIN_SCOPE, PERSONAL_SCOPES } from '../../directory/scopes.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import type { Params } from '../../spec/params.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
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
    const allowed = allowedScopes(client);
    const wanted = wantedScopes(params, cx);
    const named = wanted === undefined ? allowed : [...allowed, ...wanted];
    const inclusions = inclusionsFor(named, client.application?.dialect, cx.store);
    const go = (known: Inclusions) => authorize(client, params, grantedScopes(allowed, wanted, known), cx);
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
function wantedScopes(params: Params, { traits, dialect }: Context): readonly string[] | undefined {
  const asked = params.get('scope');
  if (asked === undefined) return undefined;
  const wanted = parseScope(asked).filter((name) => !PERSONAL.has(name));
  if (wanted.length > 0 || traits[dialect]?.machines_name_personal_scopes === true) return wanted;
  throw new OAuthError('invalid_scope', 'every scope asked for is about a person, and there is none in this grant');
}

function grantedScopes(
  allowed: readonly string[],
  wanted: readonly string[] | undefined,
  inclusions: Inclusions,
): readonly string[] {
  const open = withIncluded(allowed, inclusions);
  const extra = wanted?.find((name) => !open.includes(name));
  if (extra !== undefined)
    throw new OAuthError('invalid_scope', `scope has '${extra}', which this client may not ask for`);
  const granted = wanted ?? allowed.filter((name) => name !== ADMIN_SCOPE);
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
function allowedScopes(client: Client): readonly string[] {
  const registered = parseScope(client.kind === 'application' ? client.application.scope : client.account.scope);
  const plain = registered.filter((name) => !PERSONAL.has(name) && name !== ADMIN_SCOPE);
  return client.kind === 'service_account' && client.account.admin ? [...plain, ADMIN_SCOPE] : plain;
}
