/** The modules about codes and refresh tokens at the token endpoint, by the Foundation's testName. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { checkRefreshed, checkTokenResponse, finish } from './checks.ts';
import {
  addressOf,
  callbackOf,
  callToken,
  callUserinfo,
  newPerson,
  passPages,
  random,
  redeem,
  requestOf,
  textOf,
  type Variant,
} from './relying-party.ts';

export const TOKEN_MODULES: Readonly<Record<string, (variant: Variant) => Promise<void>>> = {
  'oidcc-codereuse': (variant) => reuseCode(variant, 0),
  'oidcc-codereuse-30seconds': (variant) => reuseCode(variant, 31_000),

  async 'oidcc-refresh-token'(variant) {
    const changes = { scope: 'openid email offline_access', prompt: 'consent' };
    const first = await finish(variant, { changes });
    const refresh_token = textOf(first.tokens?.['refresh_token']);
    const other = { ...variant, client: variant.other };
    const stolen = await callToken(other, { grant_type: 'refresh_token', refresh_token });
    expect([stolen.status, stolen.body['error']]).toEqual([400, 'invalid_grant']);

    const refreshed = await callToken(variant, { grant_type: 'refresh_token', refresh_token });
    await checkRefreshed(variant, refreshed, first);
    expect((await callUserinfo(variant, textOf(refreshed.body['access_token']))).body).toMatchObject({
      email: 'every@example.lan',
    });

    const narrower = { grant_type: 'refresh_token', refresh_token: textOf(refreshed.body['refresh_token']) };
    const less = await callToken(variant, { ...narrower, scope: 'openid' });
    await checkRefreshed(variant, less, first);
    expect(less.body['scope']).toBe('openid');
    expect((await callUserinfo(variant, textOf(less.body['access_token']))).body).not.toHaveProperty('email');

    await finish(other, { changes });
  },

  async 'oidcc-ensure-request-with-valid-pkce-succeeds'(variant) {
    const code_verifier = random() + random();
    const code_challenge = createHash('sha256').update(code_verifier).digest('base64url');
    const changes = { code_challenge, code_challenge_method: 'S256' };
    await finish(variant, { changes, redeemWith: { code_verifier } });
  },
};

/** The second use is refused, and what the first one issued is dead. */
async function reuseCode(variant: Variant, after_ms: number): Promise<void> {
  const person = newPerson(variant);
  const opened = await person.open(addressOf(variant, Object.entries(requestOf(variant))));
  const { code = '' } = callbackOf((await passPages(person, opened)).stop).params;
  const first = await redeem(variant, code);
  checkTokenResponse(first);
  const token = textOf(first.body['access_token']);
  expect((await callUserinfo(variant, token)).status).toBe(200);
  await sleep(after_ms);
  const second = await redeem(variant, code);
  expect([second.status, second.body['error']]).toEqual([400, 'invalid_grant']);
  expect((await callUserinfo(variant, token)).status).toBe(401);
}
