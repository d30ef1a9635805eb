/** Scopes through the admin API: where claims come from, tried on a person before they are saved, and what includes what. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const someone = async () => (await client('listUsers', { query: { q: 'alice' } })).body.items[0]!;

test('a preview says what each claim comes to for a person, and why there is none', async () => {
  const { id, username } = await someone();
  const claims = {
    login: 'user.username',
    distinguished: '"uid=" + user.username',
    missing: 'user.claims.nothing',
    broken: 'user.number / (user.number - user.number)',
  };
  const { status, body } = await client('previewScope', { body: { user_id: id, claims } });
  expect(status).toBe(200);
  expect(body.claims).toEqual([
    { name: 'login', value: username },
    { name: 'distinguished', value: `uid=${username}` },
    { name: 'missing' },
    { name: 'broken', fault: expect.stringContaining('division by zero') as unknown },
  ]);
});

test('a preview shows what comes with narrower scopes, too', async () => {
  const { id, username } = await someone();
  await client('createScope', { body: { name: 'seen-with', claims: { login: 'user.username' } } });
  const { body } = await client('previewScope', {
    body: { user_id: id, claims: {}, includes: ['seen-with', 'groups'] },
  });
  expect(body.claims).toContainEqual({ name: 'login', included: 'seen-with', value: username });
  expect(body.claims).toContainEqual(expect.objectContaining({ name: 'groups', included: 'groups' }));
});

test('a preview of nobody, or of what could not be saved, is refused at the field', async () => {
  const { id } = await someone();
  const nobody = await client('previewScope', { body: { user_id: 'nobody', claims: { a: 'user.email' } } });
  expect(nobody).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/user_id' }] } });
  const bad = await client('previewScope', {
    body: { user_id: id, claims: { a: 'user.password_hash', sub: 'user.id' } },
  });
  expect(bad.problem).toMatchObject({ errors: [{ pointer: '/claims/a' }, { pointer: '/claims/sub' }] });
});

test('a scope keeps what it includes and whether it is sensitive, and names only what exists', async () => {
  const make = (name: string, more: object) => client('createScope', { body: { name, ...more } });
  expect((await make('narrow', {})).body).toMatchObject({ includes: [], sensitive: false });
  const wide = await make('wide', { includes: ['narrow', 'email'], sensitive: true });
  expect(wide.body).toMatchObject({ includes: ['narrow', 'email'], sensitive: true });
  for (const includes of [['wide-2'], ['openid'], ['offline_access'], ['lanyard:admin'], ['nobody-knows']]) {
    const refused = await make('wide-2', { includes });
    expect(refused).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/includes/0' }] } });
  }
  const changed = await client('changeScope', {
    path: { id: wide.body.id },
    body: { includes: ['email'], sensitive: false },
  });
  expect(changed.body).toMatchObject({ includes: ['email'], sensitive: false });
});

test('what another scope includes can’t be removed', async () => {
  const narrow = await client('createScope', { body: { name: 'leaf' } });
  const wide = await client('createScope', { body: { name: 'branch', includes: ['leaf'] } });
  const refused = await client('removeScope', { path: { id: narrow.body.id } });
  expect(refused.status).toBe(409);
  expect(JSON.stringify(refused.problem)).toContain('branch would include what nobody defines');
  await client('removeScope', { path: { id: wide.body.id } });
  expect((await client('removeScope', { path: { id: narrow.body.id } })).status).toBe(204);
});

test('two scopes can’t include each other, however far around', async () => {
  const make = (name: string, includes: string[]) => client('createScope', { body: { name, includes } });
  const first = await make('circle-1', []);
  await make('circle-2', ['circle-1']);
  await make('circle-3', ['circle-2']);
  const refused = await client('changeScope', { path: { id: first.body.id }, body: { includes: ['circle-3'] } });
  expect(refused).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/includes/0' }] } });
  const scopes = [
    { name: 'api-1', includes: ['api-2'] },
    { name: 'api-2', includes: ['api-1'] },
  ];
  const api = await client('createApi', { body: { audience: 'https://circle.test', scopes } });
  expect(api).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/scopes/0/includes/0' }, {}] } });
});

test('an API keeps the same of its scopes', async () => {
  const scopes = [
    { name: 'doc', includes: ['doc:read'], sensitive: false },
    { name: 'doc:read', description: 'read documents' },
  ];
  const made = await client('createApi', { body: { audience: 'https://docs.test', scopes } });
  expect(made.body.scopes).toEqual(scopes);
  const bad = await client('changeApi', {
    path: { id: made.body.id },
    body: { scopes: [{ name: 'doc', includes: ['doc', 'gone'] }] },
  });
  expect(bad).toMatchObject({ status: 400, problem: { errors: [{ pointer: '/scopes/0/includes/0' }] } });
});
