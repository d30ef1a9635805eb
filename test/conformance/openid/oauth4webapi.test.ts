/** oauth4webapi, unmodified, where it goes beyond the plain code flow: signed requests, hybrid answers, userinfo as a JWT. */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CALLBACK, CLIENT, type Provider, startProvider } from './provider.ts';
import { newPerson, passPages } from './relying-party.ts';

let provider: Provider;
let as: oauth.AuthorizationServer;
let keys: CryptoKeyPair;
const client: oauth.Client = { client_id: CLIENT.client_id, userinfo_signed_response_alg: 'ES256' };
const auth = oauth.ClientSecretBasic(CLIENT.client_secret);

beforeAll(async () => {
  keys = (await oauth.generateKeyPair('PS256', { extractable: true })) as CryptoKeyPair;
  const { kty, n, e } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  const jwks = { keys: [{ kty, n, e, kid: 'rp', use: 'sig', alg: 'PS256' }] };
  provider = await startProvider({ legacy_grants: true, first: { jwks, userinfo_signed_response_alg: 'ES256' } });
  const issuer = new URL(provider.issuer);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer));
});
afterAll(() => provider?.stop());

test('signs its request, takes a hybrid answer apart, redeems the code and reads signed userinfo', async () => {
  const [state, nonce, code_verifier] = [
    oauth.generateRandomState(),
    oauth.generateRandomNonce(),
    oauth.generateRandomCodeVerifier(),
  ];
  const asked = new URLSearchParams({
    redirect_uri: CALLBACK,
    response_type: 'code id_token',
    scope: 'openid email',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(code_verifier),
    code_challenge_method: 'S256',
  });
  const request = await oauth.issueRequestObject(as, client, asked, { key: keys.privateKey, kid: 'rp' });
  const address = new URL(as.authorization_endpoint ?? '');
  address.search = new URLSearchParams({ client_id: client.client_id, request }).toString();
  const person = newPerson({ provider });
  const { left } = (await passPages(person, await person.open(address.href))).stop;
  if (left === undefined) throw new Error('never came back');

  const params = await oauth.validateCodeIdTokenResponse(as, client, left, nonce, state);
  const redeemed = await oauth.authorizationCodeGrantRequest(as, client, auth, params, CALLBACK, code_verifier);
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, redeemed, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  const claims = oauth.getValidatedIdTokenClaims(tokens);
  const answered = await oauth.userInfoRequest(as, client, tokens.access_token);
  expect(answered.headers.get('content-type')).toBe('application/jwt');
  const userinfo = await oauth.processUserInfoResponse(as, client, claims?.sub ?? '', answered);
  await oauth.validateApplicationLevelSignature(as, answered);
  expect(userinfo).toMatchObject({ sub: claims?.sub, email: 'every@example.lan', email_verified: true });
});
