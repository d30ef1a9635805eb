/** Programs written for Ory, by unmodified client libraries over TLS, with a certificate of the office's own authority. */
import { Agent } from 'node:https';
import { Configuration, MetadataApi, OAuth2Api, OidcApi } from '@ory/client';
import { decodeJwt } from 'jose';
import * as openid from 'openid-client';
import { getCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALLBACK, type OryOffice, SECRET, signIn, startOryOffice } from '../support/ory-admin-office.ts';
import { makeTrustedTls, type TrustedTls } from '../support/trusted-tls.ts';

let tls: TrustedTls;
let office: OryOffice;
beforeAll(async () => {
  tls = await makeTrustedTls();
  office = await startOryOffice({}, tls.args);
}, 120_000);
afterAll(async () => {
  await office?.stop();
  await tls?.remove();
});

test('@ory/client signs somebody in, renews, asks about the token and gives it back', async () => {
  const origin = office.bound;
  expect(origin).toMatch(/^https:/);
  const desk = new Configuration({ basePath: origin, username: 'desk', password: SECRET });
  const { data: found } = await new OidcApi(desk).discoverOidcConfiguration();
  expect([found.issuer, found.token_endpoint]).toEqual([origin, `${origin}/oauth2/token`]);
  const asked = { client_id: 'desk', redirect_uri: CALLBACK, response_type: 'code', state: 'a-long-state' };
  const back = await signIn(
    `${found.authorization_endpoint}?${new URLSearchParams({ ...asked, scope: 'openid offline' }).toString()}`,
  );
  const oauth2 = new OAuth2Api(desk);
  const code = back.searchParams.get('code') ?? '';
  const { data } = await oauth2.oauth2TokenExchange({ grantType: 'authorization_code', code, redirectUri: CALLBACK });
  const { iss, sub } = decodeJwt(data.id_token ?? '');
  expect(iss).toBe(origin);
  const refreshToken = data.refresh_token ?? '';
  const { data: renewed } = await oauth2.oauth2TokenExchange({ grantType: 'refresh_token', refreshToken });
  const [token, accessToken] = [renewed.access_token ?? '', await office.tokenOf('boss', 'lanyard:admin')];
  const mine = new OidcApi(new Configuration({ basePath: origin, accessToken: token }));
  expect((await mine.getOidcUserInfo()).data.sub).toBe(sub);

  const admin = new OAuth2Api(new Configuration({ basePath: origin, accessToken }));
  expect((await admin.introspectOAuth2Token({ token })).data).toMatchObject({ active: true, iss: origin, sub });
  await oauth2.revokeOAuth2Token({ token });
  expect((await admin.introspectOAuth2Token({ token })).data).toEqual({ active: false });
});

test('@ory/client manages clients, whose addresses are https ones', async () => {
  const accessToken = await office.tokenOf('boss', 'lanyard:admin');
  const admin = new OAuth2Api(new Configuration({ basePath: office.bound, accessToken }));
  const made = await admin.createOAuth2Client({ oAuth2Client: { client_id: 'shop', redirect_uris: [CALLBACK] } });
  expect([made.status, made.headers['location']]).toEqual([201, `${office.bound}/admin/clients/shop`]);
  expect((await admin.deleteOAuth2Client({ id: 'shop' })).status).toBe(204);
});

test('@ory/client speaks to nobody whose certificate it does not believe', async () => {
  const httpsAgent = new Agent({ ca: getCACertificates('bundled') });
  const stranger = new MetadataApi(new Configuration({ basePath: office.bound, baseOptions: { httpsAgent } }));
  await expect(stranger.getVersion()).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
  const believing = new MetadataApi(new Configuration({ basePath: office.bound }));
  expect((await believing.getVersion()).data.version).toMatch(/^v2\./);
});

test('openid-client discovers it without being told that http will do, signs in and refreshes', async () => {
  const config = await openid.discovery(new URL(office.bound), 'desk', undefined, openid.ClientSecretBasic(SECRET));
  const [expectedState, pkceCodeVerifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
  const to = openid.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email offline',
    state: expectedState,
    code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const tokens = await openid.authorizationCodeGrant(config, await signIn(to), { expectedState, pkceCodeVerifier });
  const sub = tokens.claims()?.sub ?? '';
  const renewed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
  const info = await openid.fetchUserInfo(config, renewed.access_token, sub);
  expect(info).toMatchObject({ sub, email: 'alice@example.lan' });
});
