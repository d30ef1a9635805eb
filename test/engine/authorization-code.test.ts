import { createLocalJWKSet, jwtVerify } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildHouse, type House, ORIGIN } from '../support/house.ts';
import { authorize, furnish, redeem, tokens } from '../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
});

describe('the authorization_code grant', () => {
  it('signs a person in and answers with tokens that verify', async () => {
    const browser = house.browser();
    const answer = await authorize(house, browser);
    expect(answer).toEqual({
      code: expect.any(String),
      state: 'a-state',
      iss: ORIGIN,
      session_state: expect.any(String),
    });
    const { status, body } = await redeem(house, answer['code']);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile email offline_access',
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    });
    const { payload, protectedHeader } = await jwtVerify(
      body['id_token'] as string,
      createLocalJWKSet(house.keys.jwks() as never),
      { issuer: ORIGIN, audience: 'app', currentDate: new Date(house.clock.now * 1000) },
    );
    expect(protectedHeader.alg).toBe('RS256');
    expect(payload).toMatchObject({
      nonce: 'a-nonce',
      name: 'Alice Example',
      email: 'alice@example.lan',
      email_verified: true,
      preferred_username: 'alice',
      auth_time: house.clock.now,
      amr: ['pwd'],
    });
  });

  it('refuses a code used twice and ends what the first use issued', async () => {
    const { code } = await authorize(house, house.browser());
    const first = (await redeem(house, code)).body as Record<string, string>;
    const second = await redeem(house, code);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const userinfo = await house.post('userinfo', {}, { authorization: `Bearer ${first['access_token']}` });
    expect(userinfo).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  it('lets exactly one of twenty redemptions at once succeed', async () => {
    const { code } = await authorize(house, house.browser());
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(house, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_grant')).toHaveLength(19);
  });

  it('shows userinfo to the token and to nobody else', async () => {
    const { access_token } = await tokens(house);
    const shown = await house.post('userinfo', {}, { authorization: `Bearer ${access_token}` });
    expect(shown).toMatchObject({ status: 200, body: { preferred_username: 'alice', email: 'alice@example.lan' } });
    const none = await house.post('userinfo', {});
    expect(none).toMatchObject({
      status: 401,
      headers: { 'WWW-Authenticate': expect.stringMatching(/^Bearer, DPoP algs=/) },
    });
  });
});
