/** Auth0's custom token exchange over the real engine: the grant that an admin registered by the token's kind decides. */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../server/directory/apis.ts';
import { createExtensionGrant } from '../../server/directory/extension-grants.ts';
import { makeAnswerKey } from '../../server/keys/answer-key.ts';
import { type Auth0House, buildAuth0House, API, claimsOf, EXCHANGE } from '../support/auth0-house.ts';
import { ORIGIN, PASSWORD } from '../support/house.ts';
import { startOfficeHook } from '../support/office-hook.ts';

const THINGS = 'https://things.example.lan';

let house: Auth0House['house'];
let post: Auth0House['post'];
beforeEach(async () => {
  ({ house, post } = await buildAuth0House());
});

describe('a custom exchange', () => {
  const BADGE = 'https://office.example/grants/badge';

  it('is decided by the hook of the grant that goes by the name of the token’s kind', async () => {
    const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
    const hook = await startOfficeHook({ keys, issuer: `${ORIGIN}/` });
    const { private_key, jwks } = await makeAnswerKey();
    hook.useKey(private_key);
    await house.addUser({ username: 'bob', email: 'bob@example.lan' });
    const exchange = { grant_type: EXCHANGE, subject_token_type: BADGE, subject_token: 'a-token-of-theirs' };
    try {
      await house.store.transaction((within) => {
        const scopes = [{ name: 'things:read' }, { name: 'things:write' }];
        return createApi(within, { audience: THINGS, scopes, permissions_in_tokens: true }, house.clock.now);
      });
      expect((await post(exchange)).body['error']).toBe('unsupported_grant_type');
      await house.store.transaction((within) =>
        createExtensionGrant(
          within,
          { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri, jwks },
          house.clock.now,
        ),
      );
      expect((await post(exchange)).body['error']).toBe('unauthorized_client');
      await house.addApplication({
        client_id: 'door',
        dialect: 'auth0',
        redirect_uris: [],
        grant_types: [BADGE],
        audience: [API, THINGS],
        scope: 'openid things:read things:write orders:read',
      });
      const told = await post({ ...exchange, client_id: 'door', badge: '4712', scope: 'openid' });
      expect(told.status).toBe(200);
      expect(told.body['access_token']).toMatch(/^[\w-]{43}$/);
      expect(told.body['issued_token_type']).toBe('urn:ietf:params:oauth:token-type:access_token');
      const parameters = { subject_token: 'a-token-of-theirs', subject_token_type: BADGE, badge: '4712' };
      expect(hook.asked.at(-1)).toMatchObject({ grant_type: BADGE, parameters, audience: [] });
      expect((await post({ grant_type: BADGE, badge: '4712', client_id: 'door' })).body).not.toHaveProperty(
        'issued_token_type',
      );
      const narrowed = await post({ ...exchange, client_id: 'door', badge: '4711', audience: THINGS });
      expect(claimsOf(narrowed.body['access_token'])).toMatchObject({
        aud: [THINGS, `${ORIGIN}/userinfo`],
        permissions: ['things:read'],
      });
      const refused = await post({ ...exchange, client_id: 'door', badge: 'lost' });
      expect([refused.status, refused.body['error']]).toEqual([403, 'invalid_grant']);
      const nobody = await post({ ...exchange, client_id: 'door', badge: '4713' });
      expect(nobody.body['error_description']).toBe('this account may not use this application');
    } finally {
      await hook.stop();
    }
  });

  it.each([
    'urn:ietf:params:oauth:token-type:access_token',
    'URN:IETF:params:oauth:token-type:jwt',
    'password',
    'http://auth0.com/oauth/grant-type/passwordless/otp',
  ])('of a token that specifications know, or that is called as a grant of ours, is none: %s', async (kind) => {
    const exchange = { grant_type: EXCHANGE, subject_token_type: kind, subject_token: 'x' };
    const { body } = await post({ ...exchange, username: 'alice', password: PASSWORD });
    expect(body['error_description']).toContain(EXCHANGE);
  });
});
