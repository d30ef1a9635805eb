/**
 * The refresh_token grant: every use replaces the token. Repeating the immediate parent within a short grace brings the
 * same successor again; any other reuse means that somebody else holds a copy, and ends the whole family.
 */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { refreshLimits, refreshTokenEnds } from '../../directory/refresh-limits.ts';
import { inclusionsFor, withIncluded } from '../../directory/scope-inclusion.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Params } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { RefreshToken } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { applicationOf } from '../application-of.ts';
import { personalSubject } from '../personal-subject.ts';
import { revokeGrant } from '../revoke-grant.ts';
import { shareOf } from '../share-of.ts';
import { successorOf } from '../tokens/refresh-token.ts';
import type { Grant } from './grant.ts';

export const refreshToken: Grant = {
  name: 'refresh_token',
  grant_type: 'refresh_token',
  spec: 'RFC 6749 §6',
  parameters: ['refresh_token'],
  client: 'any',
  available: () => true,
  async run({ client, params, cnf }, cx) {
    const application = applicationOf(client);
    const presented = params.get('refresh_token') ?? '';
    const token = await cx.store.collection('refresh_tokens').get(hashSecret(presented));
    if (token === undefined || token.client_id !== application.client_id) {
      throw new OAuthError('invalid_grant', 'the refresh token is unknown here, or it was issued to another client');
    }
    const grant = await cx.store.collection('grants').get(token.grant_id);
    if (token.expires_at <= cx.now) throw expired();
    if (token.cnf?.jkt !== undefined && token.cnf.jkt !== cnf?.jkt) {
      throw new OAuthError(
        'invalid_grant',
        'the refresh token is bound to a key that no DPoP proof of this request shows',
      );
    }
    const scope = await narrowScope(token, params, application, cx);
    const successor = successorOf(presented, application, cx);
    if (grant === undefined) throw new OAuthError('invalid_grant', 'the authorization behind the token has ended');
    const limits = await refreshLimits(cx.store, cx.settings, application, grant.audience);
    if (refreshTokenEnds(token, grant, limits) <= cx.now) throw expired();
    const sharing = shareOf({ ...grant, scope }, application, params, cx);
    const share = sharing instanceof Promise ? await sharing : sharing;
    return {
      subject: await personalSubject(grant, application, cx),
      ...share,
      redeem: (within) => redeem(within, token.id, successor.id, cx),
      refresh: {
        refresh_token: successor.value,
        scope: token.scope,
        parent_id: token.id,
        ...(token.cnf === undefined ? {} : { cnf: token.cnf }),
        expires_at: token.expires_at,
      },
    };
  },
};

function expired(): OAuthError {
  return new OAuthError('invalid_grant', 'the refresh token has expired');
}

/** Consumes the token, or says that it had been: harmlessly while its successor is unused and the grace has not passed. */
async function redeem(within: Transaction, id: string, successor_id: string, cx: Context) {
  const tokens = within.collection('refresh_tokens');
  const token = await tokens.get(id);
  if (token === undefined) return 'replayed';
  if (token.consumed_at === undefined) {
    await tokens.update(id, (old) => ({ ...old, consumed_at: cx.now }));
    return 'redeemed';
  }
  const successor = await tokens.get(successor_id);
  const inGrace = cx.now - token.consumed_at <= cx.settings.refresh_token_grace_s;
  if (inGrace && successor !== undefined && successor.consumed_at === undefined) return 'repeated';
  await tokens.update(id, (old) => ({ ...old, replayed_at: cx.now, replayed_from: cx.address }));
  await revokeGrant(within, token.grant_id, 'its refresh token was used again', cx);
  return 'replayed';
}

/** The scope of the new access token: what was granted, or less of it, with what that includes. RFC 6749 §6 */
function narrowScope(
  token: RefreshToken,
  params: Params,
  application: Application,
  cx: Context,
): Awaitable<readonly string[]> {
  const asked = params.get('scope');
  return asked === undefined ? token.scope : narrowTo(parseScope(asked), token, application, cx);
}

async function narrowTo(
  scope: readonly string[],
  token: RefreshToken,
  { dialect }: Application,
  cx: Context,
): Promise<readonly string[]> {
  const extra = scope.find((name) => !token.scope.includes(name));
  if (extra !== undefined) throw new OAuthError('invalid_scope', `scope has '${extra}', which was not granted`);
  const inclusions = await inclusionsFor(scope, dialect, cx.store);
  return withIncluded(scope, inclusions).filter((name) => token.scope.includes(name));
}
