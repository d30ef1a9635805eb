/** The revocation endpoint: a client gives back a token of its own. An unknown or foreign token is no error, and no harm. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { authenticateClient } from '../authenticate-client.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { isApplication, ownsToken } from '../owns-token.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { revokeAccessToken } from '../revoke-access-token.ts';
import { revokeGrant } from '../revoke-grant.ts';
import { findLiveToken } from '../tokens/lookup.ts';

export const revoke: Endpoint = {
  name: 'revoke',
  spec: 'RFC 7009 §2',
  methods: ['POST'],
  audience: 'application',
  cors: true,
  async run(request, cx) {
    refuseRepeated(request.params);
    const client = await authenticateClient(request, cx);
    const value = request.params.get('token');
    if (value === undefined) throw new OAuthError('invalid_request', 'token is missing');
    const found = await revokeRefreshToken(value, client, cx);
    const token = found ? undefined : await findLiveToken(value, cx);
    if (token !== undefined && ownsToken(client, token)) await revokeAccessToken(token, cx);
    return { kind: 'empty', status: 200 };
  },
};

/** With a refresh token goes all that hangs on its authorization. RFC 7009 §2.1 */
async function revokeRefreshToken(value: string, client: Client, cx: Context): Promise<boolean> {
  const token = await cx.store.collection('refresh_tokens').get(hashSecret(value));
  if (token === undefined || !isApplication(client, token.client_id)) return false;
  await cx.store.transaction((within) => revokeGrant(within, token.grant_id, 'the application revoked it', cx));
  return true;
}
