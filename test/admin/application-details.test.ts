/** An application in detail: what to type into the other program, its redirect URIs, and what it holds. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, basic, CALLBACK, codeFor, post, redeem, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const application = async (client_id: string) =>
  (await client('listApplications', { query: { q: client_id } })).body.items.find(
    (each) => each.client_id === client_id,
  )!;

test('what to type into an application is its own dialect’s', async () => {
  const rp1 = (await client('readConnection', { path: { id: (await application('rp1')).id } })).body;
  expect(rp1).toMatchObject({
    issuer: office.origin,
    discovery: `${office.origin}/.well-known/openid-configuration`,
    needs_secret: true,
  });
  expect(rp1.endpoints).toEqual([
    { name: 'authorization_endpoint', url: `${office.origin}/oauth2/authorize` },
    { name: 'token_endpoint', url: `${office.origin}/oauth2/token` },
    { name: 'userinfo_endpoint', url: `${office.origin}/oauth2/userinfo` },
    { name: 'jwks_uri', url: `${office.origin}/oauth2/jwks` },
    { name: 'end_session_endpoint', url: `${office.origin}/oauth2/logout` },
    { name: 'introspection_endpoint', url: `${office.origin}/oauth2/introspect` },
    { name: 'revocation_endpoint', url: `${office.origin}/oauth2/revoke` },
    { name: 'pushed_authorization_request_endpoint', url: `${office.origin}/oauth2/par` },
  ]);
  const hub = (await client('readConnection', { path: { id: (await application('hub')).id } })).body;
  expect(hub).toMatchObject({ issuer: `${office.origin}/login/oauth`, discovery: null });
  expect(hub.endpoints).toEqual([
    { name: 'authorization_endpoint', url: `${office.origin}/login/oauth/authorize` },
    { name: 'token_endpoint', url: `${office.origin}/login/oauth/access_token` },
    { name: 'github_api', url: `${office.origin}/api/v3` },
    { name: 'github_user', url: `${office.origin}/user` },
    { name: 'github_user_emails', url: `${office.origin}/user/emails` },
    { name: 'github_user_orgs', url: `${office.origin}/user/orgs` },
    { name: 'github_user_teams', url: `${office.origin}/user/teams` },
  ]);
});

test('an application for devices is told where they begin, and where people type their codes', async () => {
  const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
  const { id } = (await client('createApplication', { body: { client_id: 'tv', grant_types: [DEVICE] } })).body;
  const { endpoints } = (await client('readConnection', { path: { id } })).body;
  expect(endpoints.slice(-2)).toEqual([
    { name: 'device_authorization_endpoint', url: `${office.origin}/oauth2/device_authorization` },
    { name: 'device_page', url: `${office.origin}/device` },
  ]);
});

test('a redirect URI is compared with those that are registered', async () => {
  const { id } = await application('rp1');
  const check = async (redirect_uri: string) =>
    (await client('checkRedirectUri', { path: { id }, body: { redirect_uri } })).body;
  expect(await check(CALLBACK)).toEqual({ registered: true, addable: false });
  expect(await check(`${CALLBACK}/`)).toEqual({
    registered: false,
    reason: 'Only a slash at the end differs. Addresses are compared exactly.',
    closest: CALLBACK,
    differs_at: CALLBACK.length,
    addable: true,
  });
  expect(await check('javascript:alert(1)')).toMatchObject({ registered: false, addable: false });
});

test('the tokens that it got without any person are counted beside those of people', async () => {
  const { id } = await application('robot');
  const own = async () => (await client('listApplicationGrants', { path: { id } })).body;
  expect(await own()).toEqual({ items: [], next: null, total: 0, own_access_tokens: 0 });
  const ask = () =>
    post(office.origin, '/oauth2/token', { grant_type: 'client_credentials' }, { authorization: basic('robot') });
  for (let time = 0; time < 3; time += 1) expect((await ask()).status).toBe(200);
  expect((await own()).own_access_tokens).toBe(3);
  const trusted = await application('trusted');
  await redeem(office.origin, await codeFor(await office.signedIn()));
  const others = (await client('listApplicationGrants', { path: { id: trusted.id } })).body;
  expect([others.items.length, others.own_access_tokens]).toEqual([others.total, 0]);
  expect(others.total).toBeGreaterThan(0);
  const ended = await client('revokeApplicationTokens', { path: { id } });
  expect(ended.body).toEqual({ grants: 0, access_tokens: 3 });
  expect((await own()).own_access_tokens).toBe(0);
  const [event] = (await client('listAuditEvents', { query: { type: 'application.tokens_revoked' } })).body.items;
  expect(event).toMatchObject({
    target: 'robot',
    sentence: 'bot ended everything that the application robot held',
    detail: { ended: { grants: 0, access_tokens: 3 } },
  });
});

test('what it holds of people is found by username and by name', async () => {
  const { id } = await application('trusted');
  await redeem(office.origin, await codeFor(await office.signedIn()));
  const { id: alice } = (await client('listUsers', { query: { q: 'alice' } })).body.items[0]!;
  await client('changeUser', { path: { id: alice }, body: { name: 'Wonderland Resident' } });
  for (const q of ['ALICE', 'wonderland']) {
    const { items } = (await client('listApplicationGrants', { path: { id }, query: { q } })).body;
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ username }) => username === 'alice')).toBe(true);
  }
  expect((await client('listApplicationGrants', { path: { id }, query: { q: 'bob' } })).body.total).toBe(0);
});
