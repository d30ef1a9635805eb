/** For which APIs a token is meant: the ones that were asked for, or all that the client may ask for. */
import { apiRulesFor } from '../directory/api-rules.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { isResourceIndicator } from '../spec/resource.ts';
import { adminResource, mayNameAdminResource } from './admin-resource.ts';
import type { Client } from './client-auth/client-auth.ts';
import type { Context } from './context.ts';

/**
 * Reads `resource` (absolute URIs) and `audience` (names or URIs), both repeatable. Throws invalid_target for one that
 * is malformed, unknown or not this client's. Of `open`, any client may name one. RFC 8707 §2
 */
export function resolveAudience(
  params: Params,
  client: Client,
  scope: readonly string[],
  cx: Context,
  open: readonly string[] = [],
): Awaitable<readonly string[]> {
  if (impliesNone(params, client, cx)) return defaultAudience(client, cx);
  const allowed = allowedAudiences(client, scope, cx);
  const besides = mayNameAdminResource(client) ? [adminResource(cx), ...open] : open;
  if (!(allowed instanceof Promise)) return narrowAudience(params, allowed, besides);
  return allowed.then((audiences) => narrowAudience(params, audiences, besides));
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
  if (asked.every((audience) => allowed.includes(audience) || besides.includes(audience))) return asked;
  throw new OAuthError('invalid_target', 'resource or audience names an API that this client may not ask tokens for');
}

/** Whether the request names no API, and in the application's dialect that does not mean all of its own. */
export function impliesNone(params: Params, { application }: Client, { traits }: Pick<Context, 'traits'>): boolean {
  if (params.has('resource') || params.has('audience') || application === undefined) return false;
  return traits[application.dialect]?.implied_audience === 'none';
}

/** What such a request is for: the office's default, where the application may ask for that. */
export function defaultAudience({ application }: Client, { settings }: Pick<Context, 'settings'>): readonly string[] {
  const { default_audience } = settings;
  return application?.audience.includes(default_audience) === true ? [default_audience] : [];
}

/** An application's are registered with it; those of a service account by itself are the APIs whose scopes it asks for. */
function allowedAudiences(client: Client, scope: readonly string[], cx: Context): Awaitable<readonly string[]> {
  if (client.application !== undefined) return client.application.audience;
  return scope.length === 0 ? [] : audiencesOfScopes(scope, cx);
}

async function audiencesOfScopes(scope: readonly string[], cx: Context): Promise<readonly string[]> {
  const { apis } = await apiRulesFor([], scope, cx.store);
  return [...apis.values()].filter((api) => api.scopes.some((s) => scope.includes(s.name))).map((api) => api.audience);
}
