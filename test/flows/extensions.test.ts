/**
 * The extensions of the field by client libraries as they come from npm: requests that are sent ahead, tokens bound to a
 * key, answers in a JWT, tokens for some APIs alone, introspection in a JWT.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const SECRET = 'extension-secret-extension-secret-01';
const CALLBACK = 'http://127.0.0.1:9/callback';
const APIS = ['https://files.example.lan/', 'https://printers.example.lan/', 'https://doors.example.lan/'] as const;

const web = {
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  scope: 'openid profile email offline_access',
  consent: 'skip',
};
const OFFICE = {
  lanyard: 1,
  settings: { require_dpop_nonce: true },
  users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan' }],
  apis: APIS.map((audience) => ({ audience })),
  applications: [
    { ...web, client_id: 'ahead', client_secret: SECRET, require_pushed_authorization_requests: true },
    { ...web, client_id: 'spa', token_endpoint_auth_method: 'none', dpop_bound_access_tokens: true },
    { ...web, client_id: 'jarm', client_secret: SECRET, authorization_signed_response_alg: 'ES256' },
    { ...web, client_id: 'apis', client_secret: SECRET, audience: APIS.slice(0, 2), access_token_format: 'jwt' },
    {
      client_id: 'machine',
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      audience: APIS.slice(0, 2),
      introspection_signed_response_alg: 'ES256',
    },
  ],
};

let server: RunningServer;
let issuer: URL;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-extensions-'));
  await writeFile(join(folder, 'office.json'), JSON.stringify(OFFICE));
  server = await startServer({ args: ['--import', join(folder, 'office.json'), '--log-level', 'warn'] });
  issuer = new URL(server.ready.issuer);
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Where the browser of somebody who signs in ends up. */
async function signIn(to: URL): Promise<URL> {
  const person = new HttpPerson(issuer.origin);
  let stop: Stop = await person.open(to.href);
  if (stop.left === undefined) stop = await person.submit(stop, ALICE);
  if (stop.left === undefined) stop = await person.allow(stop);
  if (stop.left === undefined) throw new Error(`stayed on ${stop.url}: ${stop.html.slice(0, 500)}`);
  return stop.left;
}

const insecure = { [oauth.allowInsecureRequests]: true };
const secret = oauth.ClientSecretBasic(SECRET);

function discover(client_id: string, given: string | undefined): Promise<client.Configuration> {
  const auth = given === undefined ? client.None() : client.ClientSecretBasic(given);
  return client.discovery(issuer, client_id, {}, auth, { execute: [client.allowInsecureRequests] });
}

async function metadata(): Promise<oauth.AuthorizationServer> {
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...insecure }));
}

async function request(scope = 'openid profile') {
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const parameters = {
    redirect_uri: CALLBACK,
    scope,
    state,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  return { parameters, checks: { pkceCodeVerifier: verifier, expectedState: state } };
}

describe('openid-client', () => {
  test('sends its request ahead, and gets nowhere where it does not', async () => {
    const config = await discover('ahead', SECRET);
    const { parameters, checks } = await request();
    const to = await client.buildAuthorizationUrlWithPAR(config, parameters);
    expect([...to.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const tokens = await client.authorizationCodeGrant(config, await signIn(to), checks);
    expect(tokens.claims()).toMatchObject({ name: 'Alice Example' });

    const left = await signIn(client.buildAuthorizationUrl(config, parameters));
    await expect(client.authorizationCodeGrant(config, left, checks)).rejects.toMatchObject({
      error: 'invalid_request',
    });
    await expect(
      client.buildAuthorizationUrlWithPAR(config, { ...parameters, scope: 'unheard-of' }),
    ).rejects.toMatchObject({ error: 'invalid_scope', status: 400 });
  });

  test('binds a public client’s tokens to a key from the first request to the last, with the server’s nonce', async () => {
    const config = await discover('spa', undefined);
    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
    const { parameters, checks } = await request('openid profile offline_access');
    const to = await client.buildAuthorizationUrlWithPAR(config, parameters, { DPoP });
    const tokens = await client.authorizationCodeGrant(config, await signIn(to), checks, undefined, { DPoP });
    expect(tokens.token_type).toBe('dpop');
    const sub = tokens.claims()?.sub ?? '';
    expect(await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP })).toMatchObject({
      name: 'Alice Example',
    });
    await expect(client.fetchUserInfo(config, tokens.access_token, sub)).rejects.toMatchObject({ status: 401 });

    const other = client.getDPoPHandle(config, await client.randomDPoPKeyPair('EdDSA'));
    await expect(
      client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP: other }),
    ).rejects.toMatchObject({ error: 'invalid_grant' });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
    expect(refreshed.token_type).toBe('dpop');
    const bearer = { authorization: `Bearer ${refreshed.access_token}` };
    for (const path of ['/oauth2/userinfo', '/api/v1/users', '/api/v3/user']) {
      expect((await fetch(new URL(path, issuer), { headers: bearer })).status).toBe(401);
    }
  });

  test('takes the answer out of a signed JWT', async () => {
    const config = await discover('jarm', SECRET);
    client.useJwtResponseMode(config);
    const { parameters, checks } = await request();
    const left = await signIn(client.buildAuthorizationUrl(config, parameters));
    expect([...left.searchParams.keys()]).toEqual(['response']);
    const tokens = await client.authorizationCodeGrant(config, left, checks);
    expect(tokens.access_token).toEqual(expect.any(String));
  });

  test('gets tokens for some of the APIs, and for fewer at each step', async () => {
    const config = await discover('apis', SECRET);
    const { parameters, checks } = await request('openid offline_access');
    const asked = new URLSearchParams({ ...parameters });
    for (const api of APIS.slice(0, 2)) asked.append('resource', api);
    const left = await signIn(client.buildAuthorizationUrl(config, asked));
    const tokens = await client.authorizationCodeGrant(config, left, checks, { resource: APIS[0] });
    expect(audienceOf(tokens.access_token)).toBe(APIS[0]);
    const both = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(audienceOf(both.access_token)).toEqual(APIS.slice(0, 2));
    const second = await client.refreshTokenGrant(config, both.refresh_token ?? '', { resource: APIS[1] });
    expect(audienceOf(second.access_token)).toBe(APIS[1]);
    for (const resource of [APIS[2], 'https://evil.test/', 'not-absolute', `${APIS[0]}#fragment`]) {
      await expect(client.refreshTokenGrant(config, second.refresh_token ?? '', { resource })).rejects.toMatchObject({
        error: 'invalid_target',
      });
    }
  });
});

describe('oauth4webapi', () => {
  test('asks for a nonce, then for a token that is bound to its key and meant for one API', async () => {
    const as = await metadata();
    const machine: oauth.Client = { client_id: 'machine' };
    const keys = await oauth.generateKeyPair('ES256');
    const DPoP = oauth.DPoP(machine, keys);
    const ask = async () =>
      oauth.processClientCredentialsResponse(
        as,
        machine,
        await oauth.clientCredentialsGrantRequest(as, machine, secret, { resource: APIS[1] }, { DPoP, ...insecure }),
      );
    const first = await ask().catch((error: unknown) => error);
    expect(oauth.isDPoPNonceError(first)).toBe(true);
    const token = await ask();
    expect(token).toMatchObject({ token_type: 'dpop' });

    const answered = await oauth.introspectionRequest(as, machine, secret, token.access_token, {
      requestJwtResponse: true,
      ...insecure,
    });
    expect(answered.headers.get('content-type')).toBe('application/token-introspection+jwt');
    const its = { ...machine, introspection_signed_response_alg: 'ES256' };
    const told = await oauth.processIntrospectionResponse(as, its, answered);
    await oauth.validateApplicationLevelSignature(as, answered, { ...insecure });
    const jkt = await oauth.DPoP(machine, keys).calculateThumbprint();
    expect(told).toMatchObject({ active: true, token_type: 'DPoP', aud: APIS[1], cnf: { jkt } });
  });

  test('sends ahead what would not fit into an address, and finds the answer in a JWT', async () => {
    const as = await metadata();
    const ahead: oauth.Client = { client_id: 'ahead', authorization_signed_response_alg: 'RS256' };
    const { parameters, checks } = await request('openid');
    const asked = { ...parameters, response_type: 'code', response_mode: 'jwt', extension: 'x'.repeat(30_000) };
    const pushed = await oauth.processPushedAuthorizationResponse(
      as,
      ahead,
      await oauth.pushedAuthorizationRequest(as, ahead, secret, asked, { ...insecure }),
    );
    expect(pushed).toMatchObject({ expires_in: 90 });
    const to = new URL(as.authorization_endpoint ?? '');
    to.search = new URLSearchParams({ client_id: 'ahead', request_uri: pushed.request_uri }).toString();
    const left = await signIn(to);
    const params = await oauth.validateJwtAuthResponse(as, ahead, left, checks.expectedState, { ...insecure });
    const redeemed = await oauth.authorizationCodeGrantRequest(
      as,
      ahead,
      secret,
      params,
      CALLBACK,
      checks.pkceCodeVerifier,
      { ...insecure },
    );
    const tokens = await oauth.processAuthorizationCodeResponse(as, ahead, redeemed);
    expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ aud: 'ahead' });
  });

  test('is told by userinfo what it takes', async () => {
    const as = await metadata();
    const answered = await oauth.userInfoRequest(as, { client_id: 'spa' }, 'made-up', { ...insecure });
    const refused = await oauth
      .processUserInfoResponse(as, { client_id: 'spa' }, oauth.skipSubjectCheck, answered)
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  });
});

function audienceOf(jwt: string): unknown {
  const claims: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString());
  return typeof claims === 'object' && claims !== null && 'aud' in claims ? claims.aud : undefined;
}
