/** What a program that proves who it is may do with tokens of its own, for the REST calls of other products. */
import type { Application } from '../storage/records/directory.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import { NO_PARAMS } from '../spec/params.ts';
import { authenticateClient } from './authenticate-client.ts';
import type { Context } from './context.ts';
import { revokeAccessToken } from './revoke-access-token.ts';
import { revokeGrant } from './revoke-grant.ts';
import type { LiveToken } from './tokens/lookup.ts';

export interface ClientDesk {
  /** By `Authorization: Basic` with a secret. Undefined for who proved nothing; throws OAuthError where there were too many attempts. */
  applicationOf(authorization: string | undefined, cx: Context): Promise<Application | undefined>;
  /** The token alone. */
  revokeToken(token: LiveToken, cx: Context): Promise<void>;
  /** All that hangs on the authorization behind a person's token. */
  revokeGrant(grant_id: string, cx: Context): Promise<void>;
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
  async revokeGrant(grant_id, cx) {
    await cx.store.transaction((within) => revokeGrant(within, grant_id, 'the application revoked it', cx));
  },
};

const NO_COOKIES = { session: undefined, browser: undefined };
