/** Applications written for Ory, by unmodified client libraries against the real server: on a listener of its own, and on the main one. */
import { Configuration, MetadataApi, OAuth2Api, OidcApi } from '@ory/client';
import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadProvider, signInWithAuthCore } from '../support/auth-core.ts';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { refused } from '../support/ory-admin.ts';
import { CALLBACK, ORDERS, type OryOffice, SECRET, signIn, startOryOffice } from '../support/ory-admin-office.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const insecure = { execute: [openid.allowInsecureRequests] };

let office: OryOffice;
const urls = { main: '', bound: '' };
beforeAll(async () => {
  office = await startOryOffice({ dynamic_registration: 'open' });
  Object.assign(urls, { main: office.main, bound: office.bound });
}, 120_000);
afterAll(() => office?.stop());

/** As Ory has clients configured: address, and the client's own name and secret. */
const at = (basePath: string, username = 'desk') => new Configuration({ basePath, username, password: SECRET });

const toSignIn = (origin: string, changes: Readonly<Record<string, string>> = {}) => {
  const asked = { client_id: 'desk', redirect_uri: CALLBACK, response_type: 'code', state: 'a-long-state' };
  return `${origin}/oauth2/auth?${new URLSearchParams({ ...asked, scope: 'openid profile offline', ...changes }).toString()}`;
};

const BYE = 'http://127.0.0.1:9/bye';

/** Whether whoever sits there comes to an application without a page of ours that asks for a password. */
const isKnown = async (person: HttpPerson, origin: string) =>
  !(await person.open(toSignIn(origin))).html.includes('id="lanyard-password"');

describe.each(['main', 'bound'] as const)('@ory/client at the address of %s', (place) => {
  test('signs somebody in, reads userinfo, renews, revokes and signs out', async () => {
    const origin = urls[place];
    const [oauth2, oidc] = [new OAuth2Api(at(origin)), new OidcApi(at(origin))];
    const asked = await oauth2.oAuth2Authorize({
      params: Object.fromEntries(new URL(toSignIn(origin)).searchParams),
      maxRedirects: 0,
      validateStatus: (status) => status === 303,
    });
    expect(asked.headers['location']).toContain('/interaction/login');

    const person = new HttpPerson(origin);
    const back = await signIn(toSignIn(origin), person);
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ state: 'a-long-state', iss: origin });
    const code = back.searchParams.get('code') ?? '';
    const { data } = await oauth2.oauth2TokenExchange({
      grantType: 'authorization_code',
      code,
      redirectUri: CALLBACK,
    });
    expect(data).toMatchObject({
      access_token: expect.stringMatching(/^ory_at_/),
      refresh_token: expect.stringMatching(/^ory_rt_/),
      id_token: expect.any(String),
      token_type: 'bearer',
      scope: 'openid profile offline_access',
      expires_in: 3600,
    });
    const { sub, iss, aud } = decodeJwt(data.id_token ?? '');
    expect([iss, aud]).toEqual([origin, 'desk']);
    const mine = new OidcApi(new Configuration({ basePath: origin, accessToken: data.access_token ?? '' }));
    expect((await mine.getOidcUserInfo()).data).toMatchObject({ sub, name: 'Alice Example', username: 'alice' });

    const renewed = await oauth2.oauth2TokenExchange({
      grantType: 'refresh_token',
      refreshToken: data.refresh_token ?? '',
    });
    expect(renewed.data.refresh_token).not.toBe(data.refresh_token);
    const revoked = await oauth2.revokeOAuth2Token({ token: renewed.data.refresh_token ?? '' });
    expect([revoked.status, revoked.data]).toEqual([200, '']);
    expect(await refused(mine.getOidcUserInfo())).toMatchObject({
      status: 401,
      data: { error: 'request_unauthorized' },
    });

    const params = { id_token_hint: data.id_token ?? '', post_logout_redirect_uri: BYE, state: 'x' };
    const asIs = { maxRedirects: 0, validateStatus: (status: number) => status < 400 };
    const nobodys = await oidc.revokeOidcSession({ params, ...asIs });
    // Without the browser's cookies nobody is signed out; the person's browser is led to the same address.
    expect(await isKnown(person, origin)).toBe(true);
    const { url = '' } = nobodys.config;
    const bye = await person.open(`${url}?${new URLSearchParams(params).toString()}`);
    expect(bye.left?.href).toBe(`${BYE}?state=x`);
    expect(await isKnown(person, origin)).toBe(false);
  });

  test('acts for itself, as it is registered and no other way', async () => {
    const origin = urls[place];
    const own = await new OAuth2Api(at(origin)).oauth2TokenExchange({ grantType: 'client_credentials' });
    expect(own.data).toMatchObject({ access_token: expect.stringMatching(/^ory_at_/), scope: 'orders:read' });
    const wrong = new OAuth2Api(at(origin, 'posting')).oauth2TokenExchange({ grantType: 'client_credentials' });
    expect(await refused(wrong)).toMatchObject({
      status: 401,
      data: {
        error: 'invalid_client',
        error_description: 'this client is registered for client_secret_post, and came by client_secret_basic',
      },
    });
    const posting = new OAuth2Api(new Configuration({ basePath: origin }));
    const given = await posting.revokeOAuth2Token({ token: 'x', clientId: 'posting', clientSecret: SECRET });
    expect(given.status).toBe(200);
  });

  test('is refused in Ory’s words', async () => {
    const oauth2 = new OAuth2Api(at(urls[place]));
    const code = { grantType: 'authorization_code', code: 'ory_ac_x', redirectUri: CALLBACK };
    expect(await refused(oauth2.oauth2TokenExchange(code))).toMatchObject({
      status: 400,
      data: { error: 'invalid_grant' },
    });
    const nobody = new OAuth2Api(at(urls[place], 'desk-that-is-not'));
    const asked = nobody.oauth2TokenExchange({ ...code, clientId: 'desk' });
    expect((await refused(asked)).status).toBe(400);
    const json = await fetch(`${urls[place]}/oauth2/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ grant_type: 'client_credentials', client_id: 'posting', client_secret: SECRET }),
    });
    expect([json.status, await json.json()]).toMatchObject([400, { error: 'invalid_request' }]);
    const left = (await new HttpPerson(urls[place]).open(toSignIn(urls[place], { state: 'short' }))).left;
    expect(left?.searchParams.get('error')).toBe('invalid_state');
  });

  test('lets a device in', async () => {
    const oauth2 = new OAuth2Api(at(urls[place]));
    const begun = await oauth2.oAuth2DeviceFlow({
      auth: { username: 'desk', password: SECRET },
      data: new URLSearchParams({ scope: 'openid offline' }).toString(),
    });
    const { device_code, user_code, verification_uri, verification_uri_complete } = begun.data;
    expect([device_code, verification_uri]).toEqual([
      expect.stringMatching(/^ory_dc_/),
      `${urls[place]}/oauth2/device/verify`,
    ]);
    const shown = await oauth2.performOAuth2DeviceVerificationFlow({ params: { user_code } });
    expect(JSON.stringify(shown.data)).toContain(user_code);
    const person = new HttpPerson(urls[place]);
    const signedIn = await person.submit(await person.open(verification_uri_complete ?? ''), {
      user_code: user_code ?? '',
    });
    await person.allow(await person.submit(signedIn, { ...ALICE }));
    const answer = await fetch(`${urls[place]}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`desk:${SECRET}`)}` },
      body: new URLSearchParams({ grant_type: DEVICE, device_code: device_code ?? '' }),
    });
    expect(await answer.json()).toMatchObject({ access_token: expect.stringMatching(/^ory_at_/) });
  });

  test('sees that the server is there', async () => {
    const metadata = new MetadataApi(at(urls[place]));
    expect((await metadata.getVersion()).data.version).toMatch(/^v2\./);
    for (const path of ['/health/alive', '/health/ready']) {
      const answer = await fetch(`${urls[place]}${path}`);
      expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    }
  });
});

describe('on a listener of its own', () => {
  test('@ory/client finds everything by discovery', async () => {
    const { data } = await new OidcApi(at(urls.bound)).discoverOidcConfiguration();
    const below = (path: string) => `${urls.bound}${path}`;
    expect(data).toMatchObject({
      issuer: urls.bound,
      authorization_endpoint: below('/oauth2/auth'),
      token_endpoint: below('/oauth2/token'),
      device_authorization_endpoint: below('/oauth2/device/auth'),
      revocation_endpoint: below('/oauth2/revoke'),
      userinfo_endpoint: below('/userinfo'),
      end_session_endpoint: below('/oauth2/sessions/logout'),
      registration_endpoint: below('/oauth2/register'),
      jwks_uri: below('/.well-known/jwks.json'),
      scopes_supported: expect.arrayContaining(['offline', 'offline_access', 'openid']),
      id_token_signed_response_alg: expect.arrayContaining(['RS256']),
    });
    expect(data).not.toHaveProperty('introspection_endpoint');
    for (const url of [data.jwks_uri, below('/.well-known/oauth-authorization-server')]) {
      expect((await fetch(url ?? '')).status).toBe(200);
    }
  });

  test('@ory/client registers, reads, replaces and removes a client of its own', async () => {
    const { data: made } = await new OidcApi(new Configuration({ basePath: urls.bound })).createOidcDynamicClient({
      oAuth2Client: { client_name: 'Stranger', redirect_uris: [CALLBACK], scope: 'openid' },
    });
    const id = made.client_id ?? '';
    expect(made).toMatchObject({
      client_secret: expect.any(String),
      registration_client_uri: `${urls.bound}/oauth2/register/${id}`,
    });
    const mine = new OidcApi(
      new Configuration({ basePath: urls.bound, accessToken: made.registration_access_token ?? '' }),
    );
    expect((await mine.getOidcDynamicClient({ id })).data).toMatchObject({
      client_name: 'Stranger',
      registration_client_uri: `${urls.bound}/oauth2/register/${id}`,
    });
    const oAuth2Client = { client_id: id, client_name: 'Friend', redirect_uris: [CALLBACK], scope: 'openid' };
    expect((await mine.setOidcDynamicClient({ id, oAuth2Client })).data.client_name).toBe('Friend');
    const admin = new OAuth2Api(
      new Configuration({ basePath: urls.bound, accessToken: await office.tokenOf('boss', 'lanyard:admin') }),
    );
    expect((await admin.getOAuth2Client({ id })).data.client_name).toBe('Friend');
    const foreign = new OidcApi(new Configuration({ basePath: urls.bound, accessToken: 'x' }));
    expect((await refused(foreign.getOidcDynamicClient({ id }))).status).toBe(401);
    expect((await refused(mine.getOidcDynamicClient({ id: 'desk' }))).status).toBe(401);
    expect((await refused(mine.getOidcDynamicClient({ id: 'plain' }))).status).toBe(404);
    expect((await mine.deleteOidcDynamicClient({ id })).status).toBe(204);
    expect((await refused(admin.getOAuth2Client({ id }))).status).toBe(404);
  });

  test('openid-client discovers it, signs in, reads userinfo, refreshes, revokes and signs out', async () => {
    const config = await openid.discovery(
      new URL(urls.bound),
      'desk',
      undefined,
      openid.ClientSecretBasic(SECRET),
      insecure,
    );
    const [state, verifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
    const person = new HttpPerson(urls.bound);
    const to = openid.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope: 'openid email offline',
      state,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      audience: `${ORDERS}/42`,
    });
    const back = await signIn(to, person);
    const tokens = await openid.authorizationCodeGrant(config, back, {
      expectedState: state,
      pkceCodeVerifier: verifier,
    });
    const sub = tokens.claims()?.sub ?? '';
    expect(await openid.fetchUserInfo(config, tokens.access_token, sub)).toMatchObject({ email: 'alice@example.lan' });
    const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(renewed.access_token).toMatch(/^ory_at_/);
    await openid.tokenRevocation(config, renewed.access_token);
    await expect(openid.fetchUserInfo(config, renewed.access_token, sub)).rejects.toMatchObject({ status: 401 });
    const bye = await person.open(
      openid.buildEndSessionUrl(config, {
        post_logout_redirect_uri: BYE,
        id_token_hint: tokens.id_token ?? '',
        state: 'the-state',
      }).href,
    );
    expect(bye.left?.href).toBe(`${BYE}?state=the-state`);
    expect(await isKnown(person, urls.bound)).toBe(false);
  });

  test('@auth/core signs a person in by its Ory Hydra provider', async () => {
    const hydra = await loadProvider('ory-hydra');
    const provider = hydra({ clientId: 'desk', clientSecret: SECRET, issuer: urls.bound, checks: ['pkce', 'state'] });
    const { errors, session } = await signInWithAuthCore('hydra', provider, (address) => signIn(address));
    expect(errors).toEqual([]);
    expect(session).toMatchObject({ user: { name: 'Alice Example', email: 'alice@example.lan' } });
  });
});
