/** The revocation endpoint: a client gives back a token of its own. An unknown or foreign token is no error, and no harm. */
import { appendAudit } from '../../audit/append.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Transaction } from '../../storage/store.ts';
import { authenticateClient } from '../authenticate-client.ts';
import type { Client } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import type { Endpoint } from '../endpoint.ts';
import { isApplication, ownsToken } from '../owns-token.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { revokeGrant } from '../revoke-grant.ts';
import { findLiveToken, type LiveToken } from '../tokens/lookup.ts';

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
    if (!found) await revokeAccessToken(value, client, cx);
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

/** An access token goes alone; the refresh token beside it lives on. */
async function revokeAccessToken(value: string, client: Client, cx: Context): Promise<void> {
  const token = await findLiveToken(value, cx);
  if (token === undefined || !ownsToken(client, token)) return;
  await cx.store.transaction(async (within) => {
    if (!(await endToken(within, token))) return;
    const { subject, client_id } = token;
    await appendAudit(within, {
      at: cx.now,
      type: 'token.revoked',
      actor: subject.kind === 'service_account' ? subject.account.username : client_id,
      target: subject.kind === 'user' ? (subject.user?.username ?? subject.grant.user_id) : '',
      address: cx.address,
      detail: { scope: token.scope, format: token.format },
    });
  });
}

/** Whether nobody was faster. */
async function endToken(within: Transaction, { format, id, exp }: LiveToken): Promise<boolean> {
  if (format === 'opaque') return within.collection('access_tokens').remove(id);
  const revoked = within.collection('revoked_tokens');
  if ((await revoked.get(id)) !== undefined) return false;
  await revoked.insert({ id, expires_at: exp });
  return true;
}
