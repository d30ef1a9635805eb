/** Token exchange, vouched-for people and passwords by unmodified client libraries against the real server. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ACCESS_TOKEN_TYPE } from '../../server/spec/token-type.ts';
import { JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../../server/spec/vocabulary.ts';
import { type ClientKey, makeClientKey, sign } from '../support/client-jwt.ts';
import { ALICE, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const [API, PARTNER] = ['https://orders.test', 'https://partner.test'];
const insecure = { execute: [client.allowInsecureRequests] };

let server: RunningServer;
let issuer: URL;
let key: ClientKey;
beforeAll(async () => {
  key = await makeClientKey('ES256');
  const office = {
    lanyard: 1,
    settings: { legacy_grants: true },
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    apis: [{ audience: API, name: 'Orders', scopes: [{ name: 'orders:read' }] }],
    trusted_issuers: [
      { issuer: PARTNER, jwks: { keys: [key.jwk] }, scope: 'orders:read', audience: [API], user_field: 'email' },
    ],
    applications: [
      {
        client_id: 'old',
        client_secret: WEB_SECRET,
        grant_types: ['password'],
        scope: 'openid orders:read',
        audience: [API],
      },
      {
        client_id: 'middle',
        client_secret: WEB_SECRET,
        grant_types: [TOKEN_EXCHANGE_GRANT, JWT_BEARER_GRANT, 'client_credentials'],
        scope: 'orders:read',
        audience: [API],
        access_token_format: 'jwt',
        token_exchange_from: ['old'],
      },
    ],
  };
  const file = join(await mkdtemp(join(tmpdir(), 'lanyard-grants-')), 'office.json');
  await writeFile(file, JSON.stringify(office));
  server = await startServer({ args: ['--import', file] });
  issuer = new URL(server.ready.issuer);
});
afterAll(() => server?.stop());

const configured = (client_id: string) => client.discovery(issuer, client_id, WEB_SECRET, undefined, insecure);

it('openid-client signs in by password and has the token exchanged by the service in between', async () => {
  const [old, middle] = [await configured('old'), await configured('middle')];
  const signedIn = await client.genericGrantRequest(old, 'password', ALICE);
  expect(signedIn.claims()).toMatchObject({ aud: 'old', amr: ['pwd'] });
  const actor = await client.clientCredentialsGrant(middle);
  const exchanged = await client.genericGrantRequest(middle, TOKEN_EXCHANGE_GRANT, {
    subject_token: signedIn.access_token,
    subject_token_type: ACCESS_TOKEN_TYPE,
    actor_token: actor.access_token,
    actor_token_type: ACCESS_TOKEN_TYPE,
    audience: API,
  });
  expect(exchanged).toMatchObject({ issued_token_type: ACCESS_TOKEN_TYPE, scope: 'orders:read', token_type: 'bearer' });
  expect(decodeJwt(exchanged.access_token)).toMatchObject({
    sub: signedIn.claims()?.sub,
    client_id: 'middle',
    aud: API,
    act: { sub: 'middle' },
  });
  const seen = await client.tokenIntrospection(middle, exchanged.access_token);
  expect(seen).toMatchObject({ active: true, act: { sub: 'middle' } });
  await expect(client.genericGrantRequest(old, 'password', { ...ALICE, password: 'wrong' })).rejects.toMatchObject({
    error: 'invalid_grant',
  });
});

it('oauth4webapi brings what a trusted server vouches for, once', async () => {
  const options = { [oauth.allowInsecureRequests]: true };
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  const middle: oauth.Client = { client_id: 'middle' };
  const now = Math.floor(Date.now() / 1000);
  const said = {
    iss: PARTNER,
    sub: 'x',
    email: 'alice@example.lan',
    aud: as.token_endpoint,
    exp: now + 60,
    jti: 'one',
  };
  const bring = async (claims: object) => {
    const params = new URLSearchParams({ assertion: await sign({ ...claims }, key) });
    const auth = oauth.ClientSecretBasic(WEB_SECRET);
    const answer = await oauth.genericTokenEndpointRequest(as, middle, auth, JWT_BEARER_GRANT, params, options);
    return oauth.processGenericTokenEndpointResponse(as, middle, answer);
  };
  // Found by another claim than sub only where the admin says so.
  await expect(bring(said)).rejects.toMatchObject({ error: 'invalid_grant' });
  const about = { ...said, sub: 'alice@example.lan' };
  const tokens = await bring(about);
  expect(tokens).toMatchObject({ scope: 'orders:read' });
  expect(tokens).not.toHaveProperty('id_token');
  await expect(bring(about)).rejects.toMatchObject({ error: 'invalid_grant' });
});
