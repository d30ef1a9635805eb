/** What an API says of its tokens, in the admin API: set, removed, exported; what it names exists, and follows its groups. */
import { parse } from 'yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const LEDGER = 'https://ledger.test';

let office: AttackedOffice;
let client: Client;
let id: string;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
  await client('createGroup', { body: { name: 'board' } });
});
afterAll(() => office.stop());

const terms = {
  scopes: [{ name: 'ledger:write', allowed_groups: ['board'] }],
  allowed_applications: ['rp1'],
  access_token_format: 'jwt',
  access_token_signed_response_alg: 'ES256',
  access_token_lifetime_s: 600,
};

test('terms are set, removed again by null, and stand in the export', async () => {
  const made = await client('createApi', { body: { audience: LEDGER, ...terms } });
  expect(made.body).toMatchObject(terms);
  ({ id } = made.body);
  const response = await fetch(`${office.origin}/api/v1/exports/configuration`, {
    headers: await botCredentials(office.origin),
  });
  const { apis } = parse(await response.text()) as { apis: object[] };
  expect(apis).toContainEqual({ audience: LEDGER, name: LEDGER, ...terms });
  const body = { access_token_format: null, access_token_signed_response_alg: null, access_token_lifetime_s: null };
  const bare = await client('changeApi', { path: { id }, body });
  expect(Object.keys(bare.body).filter((name) => name.startsWith('access_token'))).toEqual([]);
  expect(bare.body).toMatchObject({ scopes: terms.scopes, allowed_applications: ['rp1'] });
});

test('groups and applications that do not exist are refused at their place', async () => {
  const scopes = [{ name: 'ledger:write', allowed_groups: ['board', 'nobody'] }];
  const { status, problem } = await client('changeApi', {
    path: { id },
    body: { scopes, allowed_applications: ['no-such'] },
  });
  expect([status, problem.errors?.map(({ pointer }) => pointer)]).toEqual([
    400,
    ['/scopes/0/allowed_groups/1', '/allowed_applications/0'],
  ]);
});

test('a group that is renamed is renamed there, and the last group of a scope can’t be removed', async () => {
  const [board] = (await client('listGroups', { query: { q: 'board' } })).body.items;
  const path = { id: board?.id ?? '' };
  await client('changeGroup', { path, body: { name: 'directors' } });
  expect((await client('readApi', { path: { id } })).body.scopes[0]?.allowed_groups).toEqual(['directors']);
  expect((await client('removeGroup', { path })).status).toBe(409);
  await client('changeApi', {
    path: { id },
    body: { scopes: [{ name: 'ledger:write', allowed_groups: ['directors', 'staff'] }] },
  });
  expect((await client('removeGroup', { path })).status).toBe(204);
  expect((await client('readApi', { path: { id } })).body.scopes[0]?.allowed_groups).toEqual(['staff']);
});
