/** The client_credentials grant: an application or a service account acts for itself. No person, no refresh token. */
import { ADMIN_SCOPE } from '../../directory/scopes.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Client } from '../client-auth/client-auth.ts';
import { narrowDetails } from '../narrow-details.ts';
import { resolveAudience } from '../resolve-audience.ts';
import { scopeForAudience } from '../scope-for-audience.ts';
import type { Grant, Subject } from './grant.ts';

/** Scopes that speak about a person: there is none here. */
const PERSONAL = new Set(['openid', 'profile', 'email', 'groups', 'phone', 'address', 'offline_access']);

export const clientCredentials: Grant = {
  name: 'client_credentials',
  grant_type: 'client_credentials',
  spec: 'RFC 6749 §4.4',
  parameters: [],
  client: 'confidential',
  available: () => true,
  run({ client, params }, cx) {
    const allowed = allowedScopes(client);
    const asked = params.get('scope');
    const scope =
      asked === undefined
        ? allowed.filter((name) => name !== ADMIN_SCOPE)
        : parseScope(asked).filter((name) => !PERSONAL.has(name));
    const extra = scope.find((name) => !allowed.includes(name));
    if (asked !== undefined && scope.length === 0) {
      throw new OAuthError('invalid_scope', 'every scope asked for is about a person, and there is none in this grant');
    }
    if (extra !== undefined)
      throw new OAuthError('invalid_scope', `scope has '${extra}', which this client may not ask for`);
    // Nobody is there to allow an act.
    narrowDetails(params);
    const subject = subjectOf(client);
    const audience = resolveAudience(params, client, scope, cx);
    const named = params.has('resource') || params.has('audience');
    if (!named && !(audience instanceof Promise)) return { subject, scope, audience };
    return Promise.resolve(audience).then(async (resolved) => ({
      subject,
      scope: await scopeForAudience(scope, resolved, params, cx),
      audience: resolved,
    }));
  },
};

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
