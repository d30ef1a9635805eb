/** Grants of the office's own from end to end: an admin adds one, an application uses it, and the office's service decides. */
import { createRemoteJWKSet } from 'jose';
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, post, SECRET, startOffice } from '../attacks/office.ts';
import { type OfficeHook, startOfficeHook } from '../support/office-hook.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const BADGE = 'https://office.example/grants/badge';

let office: AttackedOffice;
let client: Client;
let hook: OfficeHook;
let id: string;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
  const keys = createRemoteJWKSet(new URL('/oauth2/jwks', office.origin));
  hook = await startOfficeHook({ keys, issuer: office.origin });
});
afterAll(async () => {
  await hook.stop();
  await office.stop();
});

const application = {
  client_id: 'door',
  client_secret: SECRET,
  redirect_uris: [],
  grant_types: [BADGE],
  scope: 'openid things:read',
};
const ask = (badge: string) =>
  post(office.origin, '/oauth2/token', { grant_type: BADGE, badge, client_id: 'door', client_secret: SECRET });

test('no application may use what does not exist yet', async () => {
  const { status, problem } = await client('createApplication', { body: application });
  expect([status, problem.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/grant_types/0']]);
});

test('one is added with a key that is shown once, and an application gets a token for whom the service names', async () => {
  const made = await client('createExtensionGrant', {
    body: { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri },
  });
  expect(made.status).toBe(201);
  ({ id } = made.body);
  hook.useKey(made.body.answer_key ?? '');
  expect(made.body.jwks.keys[0]).not.toHaveProperty('d');
  const again = await client('readExtensionGrant', { path: { id } });
  expect(again.body).not.toHaveProperty('answer_key');
  expect((await client('createApplication', { body: application })).status).toBe(201);
  const told = await ask('4711');
  expect(told.body).toMatchObject({ token_type: 'Bearer', scope: 'openid things:read' });
  expect((await ask('0000')).status).toBe(400);
});

test('an admin can try it, and sees what it says and why it is not believed', async () => {
  const attempt = async (badge: string) =>
    (await client('tryExtensionGrant', { path: { id }, body: { client_id: 'door', parameters: { badge } } })).body;
  expect(await attempt('4711')).toEqual({
    outcome: 'granted',
    subject: 'username alice',
    subject_known: true,
    scope: 'openid things:read',
    claims: { 'https://office.example/door': 7 },
  });
  expect(await attempt('4713')).toMatchObject({ outcome: 'granted', subject_known: false });
  expect(await attempt('lost')).toEqual({
    outcome: 'refused',
    error: 'invalid_grant',
    why: 'this badge was reported lost',
  });
  hook.lie({ claims: { in_reply_to: 'of-yesterday' } });
  expect(await attempt('4711')).toEqual({
    outcome: 'unusable',
    why: 'answers another question: in_reply_to is not our jti',
  });
  hook.lie({ respond: (response) => response.writeHead(500).end() });
  expect(await attempt('4711')).toEqual({ outcome: 'silent', why: 'it answered 500' });
  hook.lie(undefined);
});

test('a new key takes the place of the one before at once', async () => {
  const made = await client('makeExtensionGrantKey', { path: { id } });
  expect((await ask('4711')).status).toBe(503);
  hook.useKey(made.body.answer_key ?? '');
  expect((await ask('4711')).status).toBe(200);
});

test('a name that belongs to a specification, one that is taken, and an address in clear elsewhere are refused', async () => {
  const refused = async (body: object) => {
    const { status, problem } = await client('createExtensionGrant', { body });
    return [status, problem.errors?.map(({ pointer }) => pointer)];
  };
  const standard = 'urn:ietf:params:oauth:grant-type:saml2-bearer';
  expect(await refused({ grant_type: standard, hook_uri: hook.hook_uri })).toEqual([400, ['/grant_type']]);
  expect(await refused({ grant_type: 'badge', hook_uri: hook.hook_uri })).toEqual([400, ['/grant_type']]);
  expect(await refused({ grant_type: 'urn:a:b', hook_uri: 'http://10.0.0.7/hook' })).toEqual([400, ['/hook_uri']]);
  expect(await refused({ grant_type: BADGE, hook_uri: hook.hook_uri })).toEqual([409, ['/grant_type']]);
});

test('what is switched off is answered to nobody and not advertised, and is so again when it is switched on', async () => {
  const advertised = async () => {
    const discovery = await fetch(`${office.origin}/.well-known/openid-configuration`);
    return ((await discovery.json()) as { grant_types_supported: string[] }).grant_types_supported.includes(BADGE);
  };
  expect(await advertised()).toBe(true);
  await client('changeExtensionGrant', { path: { id }, body: { disabled: true } });
  await expect.poll(advertised, { timeout: 3_000 }).toBe(false);
  expect((await ask('4711')).body).toMatchObject({ error: 'unsupported_grant_type' });
  await client('changeExtensionGrant', { path: { id }, body: { disabled: false } });
  expect((await ask('4711')).status).toBe(200);
});

test('strangers who register themselves can’t opt in', async () => {
  await client('changeSettings', { body: { dynamic_registration: 'open' } });
  const response = await fetch(`${office.origin}/oauth2/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: ['https://x.test/cb'], grant_types: ['authorization_code', BADGE] }),
  });
  expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([
    400,
    'invalid_client_metadata',
  ]);
});

test('the configuration document carries it, without anything secret', async () => {
  const response = await fetch(`${office.origin}/api/v1/exports/configuration`, {
    headers: await botCredentials(office.origin),
  });
  const exported = parse(await response.text()) as { extension_grants: object[] };
  const { body } = await client('readExtensionGrant', { path: { id } });
  const { grant_type, name, hook_uri, jwks, signs_in, disabled } = body;
  expect(signs_in).toBe(false);
  expect(exported.extension_grants).toEqual([{ grant_type, name, hook_uri, jwks, signs_in, disabled }]);
  expect(JSON.stringify(exported.extension_grants)).not.toContain('"d"');
});

test('what an application may use can’t be removed under it', async () => {
  const [door] = (await client('listApplications', { query: { q: 'door' } })).body.items;
  expect((await client('removeExtensionGrant', { path: { id } })).status).toBe(409);
  await client('changeApplication', { path: { id: door?.id ?? '' }, body: { grant_types: ['refresh_token'] } });
  expect((await client('removeExtensionGrant', { path: { id } })).status).toBe(204);
  expect((await ask('4711')).status).toBe(400);
  const { items } = (await client('listAuditEvents', { query: { q: 'Badge', limit: '200' } })).body;
  const types = new Set(items.map(({ type }) => type));
  for (const verb of ['created', 'changed', 'key_made', 'tried', 'removed']) {
    expect(types).toContain(`extension_grant.${verb}`);
  }
});
