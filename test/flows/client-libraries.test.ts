/**
 * What is left of the extensions, by both client libraries as they come from npm, in an office that asks for no nonces: signed
 * requests, single acts, bound tokens, introspection in both forms, exchanged tokens, what others vouch for, and assertions.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ACCESS_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import { JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../server/spec/vocabulary.ts';
import { makeClientKey, sign } from '../support/client-jwt.ts';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const [BANK, PARTNER] = ['https://bank.example.lan', 'https://partner.test'];
const PAYMENT = { type: 'payment', amount: '12.50 EUR', payee: 'the baker' };
const CODE = { redirect_uris: [CALLBACK], scope: 'openid profile offline_access' };
const insecure = { [oauth.allowInsecureRequests]: true };
const secret = oauth.ClientSecretBasic(WEB_SECRET);

let server: RunningServer;
let issuer: URL;
let folder: string;
let as: oauth.AuthorizationServer;
let keys: CryptoKeyPair;
let partner: Awaited<ReturnType<typeof makeClientKey>>;

beforeAll(async () => {
  keys = (await oauth.generateKeyPair('Ed25519', { extractable: true })) as CryptoKeyPair;
  partner = await makeClientKey('Ed25519');
  const { kty, crv, x } = await crypto.subtle.exportKey('jwk', keys.publicKey);
  // The key bears the older name of its algorithm, and the libraries write the newer one. RFC 9864 §2.2
  const jwks = { keys: [{ kty, crv, x, kid: 'signer', use: 'sig', alg: 'EdDSA' }] };
  const office = {
    lanyard: 1,
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    apis: [
      {
        audience: BANK,
        scopes: [{ name: 'accounts:read' }],
        authorization_details_types: [{ name: PAYMENT.type, description: 'pay {amount} to {payee}' }],
      },
    ],
    trusted_issuers: [
      {
        issuer: PARTNER,
        jwks: { keys: [partner.jwk] },
        scope: 'accounts:read',
        audience: [BANK],
        user_field: 'email',
      },
    ],
    applications: [
      {
        ...CODE,
        client_id: 'signer',
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'EdDSA',
        request_object_signing_alg: 'EdDSA',
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        jwks,
        audience: [BANK],
        access_token_format: 'jwt',
        introspection_signed_response_alg: 'EdDSA',
      },
      {
        client_id: 'middle',
        client_secret: WEB_SECRET,
        grant_types: [TOKEN_EXCHANGE_GRANT, JWT_BEARER_GRANT, 'client_credentials'],
        scope: 'accounts:read profile',
        audience: [BANK],
        token_exchange_from: ['signer'],
      },
    ],
  };
  folder = await mkdtemp(join(tmpdir(), 'lanyard-libraries-'));
  await writeFile(join(folder, 'office.json'), JSON.stringify(office));
  server = await startServer({ args: ['--import', join(folder, 'office.json'), '--log-level', 'warn'] });
  issuer = new URL(server.ready.issuer);
  as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));
}, 120_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Where somebody who says yes ends up, and the last page that they saw. */
async function signIn(to: URL): Promise<{ readonly left: URL; readonly asked: string }> {
  const person = new HttpPerson(issuer.origin);
  const page = await person.open(to.href);
  const asked: Stop = page.left === undefined ? await person.submit(page, ALICE) : page;
  const { left, html } = asked.left === undefined ? await person.allow(asked) : asked;
  if (left === undefined) throw new Error(`stayed: ${html.slice(0, 1500)}`);
  return { left, asked: asked.html };
}

async function request(changes: Readonly<Record<string, string>> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const parameters = {
    redirect_uri: CALLBACK,
    scope: 'openid profile offline_access',
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...changes,
  };
  return { parameters, checks: { pkceCodeVerifier, expectedState } };
}

describe('openid-client', () => {
  const signer = () => {
    const auth = client.PrivateKeyJwt({ key: keys.privateKey, kid: 'signer' });
    const metadata = { introspection_signed_response_alg: 'EdDSA' };
    return client.discovery(issuer, 'signer', metadata, auth, { execute: [client.allowInsecureRequests] });
  };
  const middle = (metadata = {}) => {
    const auth = client.ClientSecretBasic(WEB_SECRET);
    return client.discovery(issuer, 'middle', metadata, auth, { execute: [client.allowInsecureRequests] });
  };

  test('signs its request, names a single act in it, and proves itself by its key', async () => {
    const config = await signer();
    const { parameters, checks } = await request({ authorization_details: JSON.stringify([PAYMENT]) });
    const signed = { key: keys.privateKey, kid: 'signer' };
    const to = await client.buildAuthorizationUrlWithJAR(config, parameters, signed);
    expect([...to.searchParams.keys()].toSorted()).toEqual(['client_id', 'request']);
    const { left, asked } = await signIn(to);
    expect(asked.replaceAll(/<[^>]*>/g, '')).toContain('pay 12.50 EUR to the baker');
    const tokens = await client.authorizationCodeGrant(config, left, checks);
    expect(tokens['authorization_details']).toMatchObject([PAYMENT]);
    const told = await client.tokenIntrospection(config, tokens.access_token);
    expect(told).toMatchObject({ active: true, authorization_details: [PAYMENT], aud: BANK });

    const stranger = (await oauth.generateKeyPair('Ed25519')) as CryptoKeyPair;
    const forged = await client.buildAuthorizationUrlWithJAR(config, parameters, {
      ...signed,
      key: stranger.privateKey,
    });
    const turnedAway = new HttpPerson(issuer.origin).open(
      `${forged.href}&redirect_uri=${encodeURIComponent(CALLBACK)}`,
    );
    expect((await turnedAway).left?.searchParams.get('error')).toBe('invalid_request_object');
  });

  test('is refused an act that no API knows, or with a field that nobody would be shown', async () => {
    const config = await signer();
    for (const act of [
      { ...PAYMENT, type: 'theft' },
      { ...PAYMENT, tip: '100 EUR' },
    ]) {
      const { parameters, checks } = await request({ authorization_details: JSON.stringify([act]) });
      const { left } = await new HttpPerson(issuer.origin).open(client.buildAuthorizationUrl(config, parameters).href);
      const redeemed = client.authorizationCodeGrant(config, left ?? new URL(CALLBACK), checks);
      await expect(redeemed).rejects.toMatchObject({ error: 'invalid_authorization_details' });
    }
  });

  test('binds a token to its key where no nonce is asked for, without a second request', async () => {
    const config = await middle();
    let requests = 0;
    config[client.customFetch] = (url, options) => {
      requests += 1;
      return fetch(url, options as RequestInit);
    };
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('Ed25519'));
    const token = await client.clientCredentialsGrant(config, {}, { DPoP });
    expect([token.token_type, requests]).toEqual(['dpop', 1]);
    const jkt = await DPoP.calculateThumbprint();
    expect(await client.tokenIntrospection(config, token.access_token)).toMatchObject({ active: true, cnf: { jkt } });
  });

  test('reads introspection as JSON and as a JWT, and hears the same', async () => {
    const { access_token } = await client.clientCredentialsGrant(await middle());
    const json = await client.tokenIntrospection(await middle(), access_token);
    const jwt = await client.tokenIntrospection(
      await middle({ introspection_signed_response_alg: 'RS256' }),
      access_token,
    );
    expect(json).toMatchObject({ active: true, client_id: 'middle' });
    expect(jwt).toMatchObject({ ...json });
  });

  test('brings what a trusted server vouches for, once', async () => {
    const config = await middle();
    const now = Math.floor(Date.now() / 1000);
    const said = { iss: PARTNER, aud: issuer.origin, exp: now + 60, jti: 'once' };
    const assertion = await sign({ ...said, sub: 'alice@example.lan' }, partner);
    const tokens = await client.genericGrantRequest(config, JWT_BEARER_GRANT, { assertion });
    expect(tokens).toMatchObject({ scope: 'accounts:read', token_type: 'bearer' });
    await expect(client.genericGrantRequest(config, JWT_BEARER_GRANT, { assertion })).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});

describe('oauth4webapi', () => {
  const signer: oauth.Client = { client_id: 'signer', introspection_signed_response_alg: 'EdDSA' };
  const middle: oauth.Client = { client_id: 'middle' };
  const key = () => ({ key: keys.privateKey, kid: 'signer' });

  /** Tokens of alice's, by a signed request that was sent ahead. */
  async function signedIn(changes: Readonly<Record<string, string>> = {}) {
    const { parameters, checks } = await request({ response_type: 'code', ...changes });
    const asked = await oauth.issueRequestObject(as, signer, parameters, key());
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      signer,
      await oauth.pushedAuthorizationRequest(
        as,
        signer,
        oauth.PrivateKeyJwt(key()),
        new URLSearchParams({ request: asked }),
        insecure,
      ),
    );
    const to = new URL(as.authorization_endpoint ?? '');
    to.search = new URLSearchParams({ client_id: 'signer', request_uri: pushed.request_uri }).toString();
    const params = oauth.validateAuthResponse(as, signer, (await signIn(to)).left, checks.expectedState);
    const auth = oauth.PrivateKeyJwt(key());
    const { pkceCodeVerifier } = checks;
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      signer,
      auth,
      params,
      CALLBACK,
      pkceCodeVerifier,
      insecure,
    );
    return oauth.processAuthorizationCodeResponse(as, signer, answer);
  }

  test('sends a signed request with a single act ahead, and is given it by name', async () => {
    const tokens = await signedIn({ authorization_details: JSON.stringify([PAYMENT]) });
    expect(tokens.authorization_details).toMatchObject([PAYMENT]);
  });

  test('has a token exchanged by the service in between, which says that it acts', async () => {
    const { access_token } = await signedIn();
    const acts = await oauth.clientCredentialsGrantRequest(as, middle, secret, {}, insecure);
    const actor = await oauth.processClientCredentialsResponse(as, middle, acts);
    const params = new URLSearchParams({
      subject_token: access_token,
      subject_token_type: ACCESS_TOKEN_TYPE,
      actor_token: actor.access_token,
      actor_token_type: ACCESS_TOKEN_TYPE,
      resource: BANK,
    });
    const exchange = async () => {
      const answer = await oauth.genericTokenEndpointRequest(
        as,
        middle,
        secret,
        TOKEN_EXCHANGE_GRANT,
        params,
        insecure,
      );
      return oauth.processGenericTokenEndpointResponse(as, middle, answer);
    };
    const exchanged = await exchange();
    expect(exchanged).toMatchObject({ issued_token_type: ACCESS_TOKEN_TYPE, scope: 'profile' });
    const answered = await oauth.introspectionRequest(as, middle, secret, exchanged.access_token, insecure);
    const told = await oauth.processIntrospectionResponse(as, middle, answered);
    expect(told).toMatchObject({ active: true, aud: BANK, act: { sub: 'middle' } });
    params.set('subject_token', 'made-up');
    await expect(exchange()).rejects.toMatchObject({ error: 'invalid_request' });
  });

  it.each(['ES256', 'Ed25519'])('binds a token to a key for %s where no nonce is asked for', async (alg) => {
    const pair = (await oauth.generateKeyPair(alg)) as CryptoKeyPair;
    const DPoP = oauth.DPoP(middle, pair);
    const answer = await oauth.clientCredentialsGrantRequest(as, middle, secret, {}, { DPoP, ...insecure });
    const token = await oauth.processClientCredentialsResponse(as, middle, answer);
    expect(token.token_type).toBe('dpop');
    const answered = await oauth.introspectionRequest(as, middle, secret, token.access_token, insecure);
    const told = await oauth.processIntrospectionResponse(as, middle, answered);
    expect(told.cnf).toEqual({ jkt: await DPoP.calculateThumbprint() });
  });

  test('discovery names Ed25519 beside EdDSA wherever applications sign, and not for what Lanyard signs', () => {
    const named = Object.entries(as).filter(([, values]) => Array.isArray(values) && values.includes('Ed25519'));
    expect(named.map(([name]) => name).toSorted()).toEqual([
      'dpop_signing_alg_values_supported',
      'introspection_endpoint_auth_signing_alg_values_supported',
      'request_object_signing_alg_values_supported',
      'revocation_endpoint_auth_signing_alg_values_supported',
      'token_endpoint_auth_signing_alg_values_supported',
    ]);
  });
});
