/** For which APIs a token is meant: the ones that were asked for, or all that the client may ask for. */
import { apiRulesFor } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { isResourceIndicator } from '../spec/resource.ts';
import { adminResource, mayNameAdminResource } from './admin-resource.ts';
import { belowOwnApis } from './below-own-apis.ts';
import type { Caller } from './client-auth/client-auth.ts';
import type { Context } from './context.ts';

/**
 * Reads `resource` (absolute URIs) and `audience` (names or URIs), both repeatable. Throws invalid_target for one that
 * is malformed, unknown or not this client's. Of `open`, any client may name one, and where its dialect has it so what stands
 * below its own. RFC 8707 §2
 */
export function resolveAudience(
  params: Params,
  client: Caller,
  scope: readonly string[],
  cx: Context,
  open: readonly string[] = [],
): Awaitable<readonly string[]> {
  if (impliesNone(params, client, cx)) return defaultAudience(client, cx);
  const allowed = allowedAudiences(client, scope, cx);
  const besides = mayNameAdminResource(client) ? [adminResource(cx), ...open] : open;
  const below = belowOwnApis(params.all('audience'), client.application, cx);
  if (allowed instanceof Promise || below instanceof Promise) {
    return Promise.all([allowed, below]).then(([own, more]) => narrowAudience(params, own, [...besides, ...more]));
  }
  return narrowAudience(params, allowed, besides);
}

/**
 * The same at the token endpoint, where a token may be asked for some of what was granted. Of `besides` nobody gets any
 * without naming it. RFC 8707 §2.2
 */
export function narrowAudience(
  params: Params,
  allowed: readonly string[],
  besides: readonly string[] = [],
): readonly string[] {
  if (!params.has('resource') && !params.has('audience')) return allowed;
  const malformed = params.all('resource').find((value) => !isResourceIndicator(value));
  if (malformed !== undefined) {
    throw new OAuthError('invalid_target', 'resource must be an absolute URI without a fragment');
  }
  const asked = [...new Set([...params.all('resource'), ...params.all('audience')])];
  if (asked.length === 0) return allowed;
  const refused = asked.find((audience) => !allowed.includes(audience) && !besides.includes(audience));
  if (refused === undefined) return asked;
  const hint = whyNot(refused.slice(0, LONGEST_TOLD), allowed);
  throw new OAuthError('invalid_target', 'resource or audience names an API that this client may not ask tokens for', {
    hint,
  });
}

/** In characters, of what somebody sent. */
const LONGEST_TOLD = 200;

/** For the operator: the client is told no more than that it may not. */
function whyNot(refused: string, allowed: readonly string[]): string {
  const bare = (name: string) => name.replace(/\/$/, '').toLowerCase();
  const near = allowed.find((name) => bare(name) === bare(refused));
  if (near !== undefined) return `'${refused}' is not '${near}': every letter and every slash counts`;
  return `'${refused}' is none of the APIs that are entered for it: ${allowed.join(', ') || 'there is none'}`;
}

/** Whether the request names no API, and in the application's dialect that does not mean all of its own. */
export function impliesNone(params: Params, { application }: Caller, { traits }: Pick<Context, 'traits'>): boolean {
  if (params.has('resource') || params.has('audience') || application === undefined) return false;
  return traits[application.dialect]?.implied_audience === 'none';
}

/** What such a request is for: the office's default, where the application may ask for that. */
export function defaultAudience({ application }: Caller, { settings }: Pick<Context, 'settings'>): readonly string[] {
  const { default_audience } = settings;
  return application?.audience.includes(default_audience) === true ? [default_audience] : [];
}

/**
 * An application's are registered with it, also for a person who comes through it; those of a service account are the APIs whose
 * scopes it asks for. An application that a service account names narrows them and lends none: nobody proved to be it.
 */
function allowedAudiences(client: Caller, scope: readonly string[], cx: Context): Awaitable<readonly string[]> {
  if (client.kind !== 'service_account') return client.application.audience;
  if (scope.length === 0) return [];
  const { application } = client;
  const own = audiencesOfScopes(scope, cx);
  return application === undefined
    ? own
    : own.then((names) => names.filter((name) => application.audience.includes(name)));
}

async function audiencesOfScopes(scope: readonly string[], cx: Context): Promise<readonly string[]> {
  const { apis } = await apiRulesFor([], scope, cx.store);
  return [...apis.values()].filter((api) => api.scopes.some((s) => scope.includes(s.name))).map((api) => api.audience);
}
