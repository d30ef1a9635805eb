/** What a token request gets of a grant that was made before: what its application may still have, and of that what is asked for. */
import { detailsForAudience } from '../directory/authorization-details-types.ts';
import type { AuthorizationDetail } from '../spec/authorization-details.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { Context } from './context.ts';
import { narrowDetails } from './narrow-details.ts';
import { narrowAudience } from './resolve-audience.ts';
import { scopeForAudience } from './scope-for-audience.ts';
import { type Held, isNothingOf, stillRegistered } from './still-registered.ts';

export interface Share extends Held {
  readonly authorization_details?: readonly AuthorizationDetail[];
}

/**
 * At once where nothing has to be read. `grant.scope` may be narrower than the record's. Throws invalid_grant where nothing
 * is left of the grant, invalid_scope where nothing is left of the scopes that were asked for, invalid_target, and
 * invalid_authorization_details. RFC 6749 §6, RFC 8707 §2.2
 */
export function shareOf(
  grant: Pick<Grant, 'scope' | 'audience' | 'authorization_details'>,
  application: Application,
  params: Params,
  cx: Context,
): Awaitable<Share> {
  const open = stillRegistered(grant, application, cx);
  return open instanceof Promise
    ? open.then((left) => narrow(grant, left, params, cx))
    : narrow(grant, open, params, cx);
}

function narrow(
  grant: Pick<Grant, 'scope' | 'audience' | 'authorization_details'>,
  left: Held,
  params: Params,
  cx: Context,
): Awaitable<Share> {
  if (isNothingOf(left, grant)) throw nothingLeft(params);
  const audience = narrowAudience(params, left.audience);
  const { authorization_details: allowed } = grant;
  if (audience === grant.audience) return { scope: left.scope, audience, ...narrowDetails(params, allowed) };
  return shareFor(audience, { allowed, scope: left.scope }, params, cx);
}

/** What one API lets somebody do goes to no other. */
async function shareFor(
  audience: readonly string[],
  { scope, allowed }: { readonly scope: readonly string[]; readonly allowed: Grant['authorization_details'] },
  params: Params,
  cx: Context,
): Promise<Share> {
  const details = allowed && (await detailsForAudience(allowed, audience, cx.store));
  return { scope: await scopeForAudience(scope, audience, params, cx), audience, ...narrowDetails(params, details) };
}

function nothingLeft(params: Params): OAuthError {
  return params.has('scope')
    ? new OAuthError('invalid_scope', 'this client may not have any of these scopes any more')
    : new OAuthError('invalid_grant', 'this client may not have anything of what was granted any more');
}
