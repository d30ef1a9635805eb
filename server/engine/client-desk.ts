/** What a program that proves who it is may do with tokens, for the REST calls of other products. */
import type { Application } from '../storage/records/directory.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import { NO_PARAMS } from '../spec/params.ts';
import { parseScope } from '../spec/scope.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import { authenticateClient } from './authenticate-client.ts';
import type { Context } from './context.ts';
import { describeAccessToken, describeRefreshToken } from './describe-token.ts';
import { revokeAccessToken } from './revoke-access-token.ts';
import { revokeGrant } from './revoke-grant.ts';
import { findLiveToken, type LiveToken } from './tokens/lookup.ts';

export interface ClientDesk {
  /** By `Authorization: Basic` with a secret. Undefined for who proved nothing; throws OAuthError where there were too many attempts. */
  applicationOf(authorization: string | undefined, cx: Context): Promise<Application | undefined>;
  /** The token alone. */
  revokeToken(token: LiveToken, cx: Context): Promise<void>;
  /** Of any token, bound to a key or not, for whoever may know everything; undefined for one that is worth nothing. RFC 7662 §2.2 */
  describeToken(value: string, cx: Context): Promise<DescribedToken | undefined>;
  /** All that hangs on the authorization behind a person's token. */
  revokeGrant(grant_id: string, cx: Context): Promise<void>;
}

export interface DescribedToken {
  readonly use: 'access_token' | 'refresh_token';
  /** With the person's username. */
  readonly told: JsonObject;
  readonly audience: readonly string[];
  readonly scope: readonly string[];
  /** What a hook put into it, or a sign-in program gave along. */
  readonly extra: JsonObject;
}

export const CLIENT_DESK: ClientDesk = {
  async applicationOf(authorization, cx) {
    const request = { method: 'POST', params: NO_PARAMS, authorization, cookies: NO_COOKIES, user_agent: '' } as const;
    try {
      const client = await authenticateClient(request, cx);
      return client.kind === 'application' && client.method !== 'none' ? client.application : undefined;
    } catch (thrown) {
      if (thrown instanceof OAuthError && thrown.code === 'invalid_client') return undefined;
      throw thrown;
    }
  },
  revokeToken: revokeAccessToken,
  async describeToken(value, cx) {
    const token = await findLiveToken(value, cx);
    if (token !== undefined) {
      const { audience, scope, subject } = token;
      const given = subject.kind === 'user' ? subject.grant.session_claims?.access_token : undefined;
      const extra = { ...token.extra, ...given };
      const told = describeAccessToken(token, { named: true }, cx);
      return { use: 'access_token', told, audience, scope, extra };
    }
    const told = await describeRefreshToken(value, () => true, cx);
    const scope = typeof told?.['scope'] === 'string' ? parseScope(told['scope']) : [];
    return told && { use: 'refresh_token', told, audience: [], scope, extra: {} };
  },
  async revokeGrant(grant_id, cx) {
    await cx.store.transaction((within) => revokeGrant(within, grant_id, 'the application revoked it', cx));
  },
};

const NO_COOKIES = { session: undefined, browser: undefined };
