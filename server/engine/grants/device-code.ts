/** The device_code grant: a device asks, again and again, whether a person has answered for it elsewhere. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { DEVICE_CODE_GRANT } from '../../spec/vocabulary.ts';
import type { DeviceCode } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import { applicationOf } from '../application-of.ts';
import { collectGrant } from '../collect-grant.ts';
import type { Context } from '../context.ts';
import { readDeviceCode } from '../device/device-code.ts';
import { slowedTo } from '../device/pace.ts';
import { firstTokens } from '../first-tokens.ts';
import { revokeGrant } from '../revoke-grant.ts';
import type { Grant } from './grant.ts';

export const deviceCode: Grant = {
  name: 'device_code',
  grant_type: DEVICE_CODE_GRANT,
  spec: 'RFC 8628 §3.4',
  parameters: ['device_code'],
  client: 'any',
  available: () => true,
  async run({ client, params }, cx) {
    const application = applicationOf(client);
    const code = await readDeviceCode(cx.store, hashSecret(params.get('device_code') ?? ''));
    if (code === undefined || code.client_id !== application.client_id) {
      throw new OAuthError('invalid_grant', 'the device code is unknown here, or it was issued to another client');
    }
    const grant_id = await answerTo(code, cx);
    const grant = await cx.store.collection('grants').get(grant_id);
    if (grant === undefined) throw new OAuthError('invalid_grant', 'the authorization behind the code has ended');
    return {
      ...(await firstTokens(grant, application, params, cx)),
      redeem: (within) => redeem(within, code.id, cx),
    };
  },
};

/** The grant that the person made. Throws what RFC 8628 §3.5 says to a device that has to wait, or need not any more. */
async function answerTo(code: DeviceCode, cx: Context): Promise<string> {
  const { refused_at, grant_id, consumed_at, redeem_before } = code;
  if (refused_at !== undefined) throw new OAuthError('access_denied', 'the person said no');
  if (grant_id !== undefined && consumed_at !== undefined) return grant_id;
  if (redeem_before <= cx.now) {
    throw new OAuthError('expired_token', 'the device code has expired; ask for a new one');
  }
  if (grant_id !== undefined) return grant_id;
  const interval_s = await slowedTo(code, cx);
  if (interval_s !== undefined) throw new OAuthError('slow_down', TOO_EARLY, { interval_s });
  throw new OAuthError('authorization_pending', 'the person has not answered yet');
}

const TOO_EARLY = 'asked too early; wait 5 seconds longer between two requests from now on';

/** Marks the code used, unless somebody was faster: then everything that it led to ends. */
async function redeem(within: Transaction, id: string, cx: Context): Promise<'redeemed' | 'replayed'> {
  const code = await readDeviceCode(within, id);
  if (code?.grant_id === undefined) return 'replayed';
  if (code.consumed_at === undefined) {
    await within.collection('device_codes').update(id, (old) => ({ ...old, consumed_at: cx.now }));
    await collectGrant(within, code.grant_id, cx.now);
    return 'redeemed';
  }
  await revokeGrant(within, code.grant_id, 'its device code was used twice', cx);
  return 'replayed';
}
