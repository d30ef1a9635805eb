/** What an application asks for about its provider: by the names of the product it was written for, at the address of its dialect. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIALECTS } from '../../server/dialects/index.ts';
import { type AttackedOffice, SECRET, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
let office: AttackedOffice;
let client: Client;
let bound: string;
beforeAll(async () => {
  office = await startOffice(['--dialect-port', 'github=0']);
  bound = office.ready.listeners.find(({ dialect }) => dialect === 'github')?.url ?? '';
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

async function typedInto(application: object) {
  const { id } = (await client('createApplication', { body: application })).body;
  const { fields, ...rest } = (await client('readConnection', { path: { id } })).body;
  return { ...rest, fields: Object.fromEntries(fields.map(({ label, value }) => [label, value])) };
}

test('a dialect with an address to itself is told by that, to its last path', async () => {
  const { listener, issuer, fields, endpoints } = await typedInto({
    client_id: 'hub-2',
    dialect: 'github',
    grant_types: ['authorization_code', DEVICE],
    redirect_uris: ['https://hub.test/cb'],
    scope: 'profile email',
  });
  expect(bound).not.toBe(office.origin);
  expect({ listener, issuer }).toEqual({ listener: bound, issuer: `${bound}/login/oauth` });
  expect(fields).toEqual({
    'GitHub Enterprise URL, or server': bound,
    'Client ID': 'hub-2',
    'Client secret': null,
    'Authorization URL': `${bound}/login/oauth/authorize`,
    'Access token URL': `${bound}/login/oauth/access_token`,
    'API URL': `${bound}/api/v3`,
    'User or profile URL': `${bound}/api/v3/user`,
    'User e-mail URL': `${bound}/api/v3/user/emails`,
    'Device code URL': `${bound}/login/device/code`,
    Scopes: 'read:user user:email',
    Organization: 'attacked-office',
    Teams: 'staff',
  });
  for (const { url } of endpoints) expect(url.startsWith(`${bound}/`)).toBe(true);
  for (const path of ['/login/oauth/authorize', '/api/v3/meta']) {
    expect((await fetch(bound + path, { method: 'GET' })).status).not.toBe(404);
  }
});

test('every other one by the main address, with what belongs to the application alone', async () => {
  const wiki = await typedInto({
    client_id: 'wiki',
    slug: 'the-wiki',
    dialect: 'authentik',
    redirect_uris: ['https://w.test/cb'],
  });
  const own = `${office.origin}/application/o/the-wiki/`;
  expect(wiki).toMatchObject({
    listener: null,
    fields: {
      'authentik URL': office.origin,
      'Application slug': 'the-wiki',
      'GitHub authorization URL': `${office.origin}/login/oauth/authorize`,
      'GitHub access token URL': `${office.origin}/login/oauth/access_token`,
      'GitHub user URL': `${office.origin}/user`,
      'GitHub user e-mail URL': `${office.origin}/user/emails`,
      'OpenID Configuration URL': `${own}.well-known/openid-configuration`,
      'OpenID Configuration Issuer': own,
      'Client ID': 'wiki',
      'Client Secret': null,
      'Logout URL': `${own}end-session/`,
      'JWKS URL': `${own}jwks/`,
    },
  });
  const forge = await typedInto({ client_id: 'ci', dialect: 'gitea', redirect_uris: ['https://ci.test/cb'] });
  expect(forge.fields).toMatchObject({
    'Gitea URL': office.origin,
    'Authorize URL': `${office.origin}/login/oauth/authorize`,
    'Profile URL': `${office.origin}/api/v1/user`,
    Scopes: 'openid profile email groups offline_access',
    'Scopes by Gitea’s own names': 'read:user read:organization',
  });
  const plain = await typedInto({ client_id: 'plain-one', redirect_uris: ['https://p.test/cb'] });
  expect(plain.fields).toMatchObject({
    'Issuer, or provider URL': office.origin,
    'Client id': 'plain-one',
    Secret: null,
  });
});

test('one written for Auth0 by its host alone, and by the APIs that it may name', async () => {
  const spa = { client_id: 'spa-2', dialect: 'auth0', redirect_uris: ['https://s.test/cb'], scope: 'openid' };
  const { host } = new URL(office.origin);
  const { fields } = await typedInto({ ...spa, token_endpoint_auth_method: 'none' });
  expect(fields).toEqual({
    Domain: host,
    'Issuer, or issuer base URL': `${office.origin}/`,
    'Client ID': 'spa-2',
    'Client Secret': null,
    Scopes: 'openid',
  });
  await client('createApi', { body: { audience: 'https://orders.test' } });
  const asks = await typedInto({ ...spa, client_id: 'spa-3', audience: ['https://orders.test'] });
  expect(asks.fields).toMatchObject({ Audience: 'https://orders.test' });
});

test('one that lets in members and teams is told what the office and its groups are called, as its calls name them', async () => {
  await client('changeSettings', { body: { issuer_name: 'Training office' } });
  await client('createGroup', { body: { name: 'Night Trainers' } });
  const hub = { dialect: 'github', redirect_uris: ['https://hub.test/cb'] } as const;
  const open = await typedInto({ ...hub, client_id: 'hub-open' });
  expect(open.fields).toMatchObject({ Organization: 'training-office' });
  expect(String(open.fields['Teams']).split(', ')).toContain('night-trainers');
  const closed = await typedInto({ ...hub, client_id: 'hub-closed', allowed_groups: ['Night Trainers'] });
  expect(closed.fields).toMatchObject({ Organization: 'training-office', Teams: 'night-trainers' });
  const forge = { dialect: 'forgejo', redirect_uris: ['https://ci.test/cb'], allowed_groups: ['Night Trainers'] };
  const ci = await typedInto({ ...forge, client_id: 'ci-closed' });
  expect(ci.fields).toMatchObject({ Organization: 'training-office', Teams: 'Night Trainers' });
});

test('scopes go by the product’s own names: what a sign-in needs first, and none that it may not ask for', async () => {
  const hub = { dialect: 'github', redirect_uris: ['https://hub.test/cb'] } as const;
  const usual = await typedInto({ ...hub, client_id: 'hub-usual' });
  expect(usual.fields).toMatchObject({ Scopes: 'read:user user:email read:org' });
  const more = await typedInto({ ...hub, client_id: 'hub-more', scope: 'gist email' });
  expect(more.fields).toMatchObject({ Scopes: 'user:email gist' });
  const none = await typedInto({ ...hub, client_id: 'hub-none', scope: 'openid' });
  expect(none.fields).not.toHaveProperty('Scopes');
});

test('one that has no use for devices is told nothing of them', async () => {
  const { fields } = await typedInto({ client_id: 'hub-3', dialect: 'github', redirect_uris: ['https://hub.test/cb'] });
  expect(fields).not.toHaveProperty('Device code URL');
});

test('each dialect names its fields once, and asks for the client id and the secret', () => {
  for (const { name, asks_for } of DIALECTS) {
    const labels = asks_for.map(({ label }) => label);
    expect([name, new Set(labels).size]).toEqual([name, labels.length]);
    const values = asks_for.map(({ value }) => value);
    expect([name, values]).toEqual([name, expect.arrayContaining(['client_id', 'client_secret'])]);
    expect([name, labels]).toEqual([name, expect.arrayContaining([expect.stringMatching(/^scopes?$/i)])]);
  }
});

test('no answer holds a secret', async () => {
  const { body } = await client('listApplications', { query: { q: 'rp1' } });
  const [rp1] = body.items;
  const { text } = await client('readConnection', { path: { id: rp1?.id ?? '' } });
  expect(text).not.toContain(SECRET);
});
