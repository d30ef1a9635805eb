/** How Auth0's token endpoint refuses over the real engine, by the statuses and sentences that its SDKs look for. */
import { beforeEach, describe, expect, it } from 'vitest';
import { auth0 } from '../../server/dialects/auth0.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { type Auth0House, buildAuth0House, API, claimsOf, DEVICE, EXCHANGE } from '../support/auth0-house.ts';
import { CHALLENGE, ORIGIN, PASSWORD, VERIFIER } from '../support/house.ts';
import { type Fields, jsonInDialect } from '../support/in-dialect.ts';
import { CALLBACK, leftWith } from '../support/sign-in.ts';

const REALM = 'http://auth0.com/oauth/grant-type/password-realm';

let house: Auth0House['house'];
let alice: Auth0House['alice'];
let post: Auth0House['post'];
let signIn: Auth0House['signIn'];
beforeEach(async () => {
  ({ house, alice, post, signIn } = await buildAuth0House());
});

describe('a refusal at the token endpoint', () => {
  const refused = async (fields: Fields) => {
    const { status, body } = await post(fields);
    return [status, body['error'], body['error_description']] as const;
  };

  it('of a refresh token is the sentence that the library for single-page applications looks for', async () => {
    const sentence = [403, 'invalid_grant', 'Unknown or invalid refresh token.'];
    expect(await refused({ grant_type: 'refresh_token', refresh_token: 'nonsense' })).toEqual(sentence);
    const { body } = await signIn({ scope: 'openid offline_access' });
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect((await post(fields)).status).toBe(200);
    house.clock.now += 60;
    expect(await refused(fields)).toEqual(sentence);
  });

  it('of somebody who was switched off is told apart, so that the application forgets them', async () => {
    const { body } = await signIn({ scope: 'openid offline_access' });
    await house.store.transaction((within) =>
      within.collection('users').update(alice, (old) => ({ ...old, disabled: true })),
    );
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect(await refused(fields)).toEqual([403, 'invalid_grant', 'user is blocked']);
  });

  it('of somebody who may not use this application is no such sentence: they are not blocked', async () => {
    const { body } = await signIn({ scope: 'openid offline_access' });
    const [zero] = await house.store.collection('applications').find('client_id', 'zero');
    const keepOut = (allowed_groups: readonly string[]) =>
      house.store.collection('applications').update(zero?.id ?? '', (old) => ({ ...old, allowed_groups }));
    await keepOut(['staff']);
    const fields = { grant_type: 'refresh_token', refresh_token: body['refresh_token'] ?? '' };
    expect(await refused(fields)).toEqual([403, 'invalid_grant', 'Unknown or invalid refresh token.']);
    await keepOut([]);
    expect((await post(fields)).status).toBe(200);
  });

  it('makes a device wait with 403, and one that asks too fast with 429', async () => {
    const begun = await post({ scope: 'openid profile' }, 'device-authorization');
    expect(begun.body['verification_uri']).toBe(`${ORIGIN}/activate`);
    const poll = { grant_type: DEVICE, device_code: begun.body['device_code'] ?? '' };
    expect(await refused(poll)).toEqual([403, 'authorization_pending', 'User has yet to authorize device code.']);
    const sentence = 'You are polling faster than the specified interval of 5 seconds.';
    expect(await refused(poll)).toEqual([429, 'slow_down', sentence]);
  });

  it('keeps 401 for a wrong secret and 400 for what is no request', async () => {
    const wrong = { grant_type: 'refresh_token', client_secret: 'wrong', refresh_token: 'x' };
    expect((await refused(wrong)).slice(0, 2)).toEqual([401, 'invalid_client']);
    expect((await refused({})).slice(0, 2)).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['a code of nobody', { grant_type: 'authorization_code', code: 'x' }, 'invalid_grant'],
    ['an unknown grant', { grant_type: 'nonsense' }, 'unsupported_grant_type'],
    ['a grant that it is not registered for', { grant_type: EXCHANGE }, 'unauthorized_client'],
    ['an API that it may not ask for', { grant_type: 'client_credentials', audience: 'https://no' }, 'invalid_target'],
    ['acting for itself without saying where', { grant_type: 'client_credentials' }, 'invalid_target'],
  ])('is 403 for %s', async (_what, fields, code) => {
    expect((await refused(fields)).slice(0, 2)).toEqual([403, code]);
  });
});

describe('a password', () => {
  const fields = { username: 'alice', password: PASSWORD, scope: 'openid', audience: API };

  it.each(['password', REALM])('is taken by the grant %s where both opted in', async (grant_type) => {
    const { status, body } = await post({ ...fields, grant_type, realm: 'Username-Password-Authentication' });
    expect(status).toBe(200);
    expect(claimsOf(body['access_token'])).toMatchObject({ gty: 'password', sub: `auth0|${alice}` });
    expect((await post({ ...fields, grant_type, password: 'wrong' })).status).toBe(403);
  });

  it.each(['password', REALM])(
    'is not taken by the grant %s where the office or the application did not',
    async (grant_type) => {
      await house.addApplication({ client_id: 'modern', dialect: 'auth0', redirect_uris: [CALLBACK] });
      const other = await post({ ...fields, grant_type, client_id: 'modern' });
      expect([other.status, other.body['error']]).toEqual([403, 'unauthorized_client']);
      await house.setSettings({ legacy_grants: false });
      const off = await post({ ...fields, grant_type });
      expect([off.status, off.body['error']]).toEqual([403, 'unsupported_grant_type']);
    },
  );
});

it('keeps what is not known of it: refusals that no dialect spells stay the engine’s', async () => {
  const wrong = jsonInDialect(house, auth0, 'par', { client_id: 'zero', client_secret: 'wrong' });
  await expect(wrong).rejects.toThrow(OAuthError);
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'plain' };
  const on = house.browser({ dialect: 'auth0' });
  const asked = { client_id: 'zero', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid', ...pkce };
  expect(leftWith(await on.open('authorize', asked))['error']).toBe('invalid_request');
  expect((await signIn({ ...pkce, code_challenge_method: 'S256' }, { code_verifier: VERIFIER })).status).toBe(200);
});
