/** What an entity tag is about: what others do to the rest of a resource is seen by it, and is no conflict. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALICE, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const person = async (username: string) =>
  (await client('listUsers', { query: { q: username } })).body.items.find((user) => user.username === username)!;
const given = (etag: string) => ({ 'if-match': etag });

test('somebody who joins a group moves its tag, and stands in nobody’s way', async () => {
  const { id } = (await client('createGroup', { body: { name: 'painters' } })).body;
  const seen = await client('readGroup', { path: { id } });
  const { id: alice, groups } = await person('alice');
  await client('changeUser', { path: { id: alice }, body: { groups: [...groups, 'painters'] } });
  const now = await client('readGroup', { path: { id }, headers: { 'if-none-match': seen.etag } });
  expect([now.status, now.body.members]).toEqual([200, 1]);
  expect(now.etag).not.toBe(seen.etag);
  const renamed = await client('changeGroup', { path: { id }, body: { name: 'artists' }, headers: given(seen.etag) });
  expect(renamed.status).toBe(200);
  const second = await client('changeGroup', { path: { id }, body: { name: 'crew' }, headers: given(seen.etag) });
  expect([second.status, second.problem.current]).toEqual([412, renamed.body]);
});

test('a new secret moves the tag of an application, and stands in nobody’s way', async () => {
  const { id } = (await client('createApplication', { body: { client_id: 'clock', client_name: 'Clock' } })).body;
  const seen = await client('readApplication', { path: { id } });
  await client('makeApplicationSecret', { path: { id }, body: { overlap_s: 60 } });
  const now = await client('readApplication', { path: { id }, headers: { 'if-none-match': seen.etag } });
  expect([now.status, now.body.secrets.length]).toEqual([200, 2]);
  const headers = given(seen.etag);
  const told = await client('changeApplication', { path: { id }, body: { client_name: 'The clock' }, headers });
  expect(told.status).toBe(200);
  expect((await client('removeApplication', { path: { id }, headers })).status).toBe(412);
  expect((await client('removeApplication', { path: { id }, headers: given(told.etag) })).status).toBe(204);
});

test('a new password moves the tag of a person, and stands in nobody’s way', async () => {
  const { id } = await person('alice');
  const seen = await client('readUser', { path: { id } });
  await client('resetUserPassword', { path: { id }, body: { password: ALICE.password } });
  const told = await client('changeUser', { path: { id }, body: { name: 'Alicia' }, headers: given(seen.etag) });
  expect(told.status).toBe(200);
});

test('half of a tag, or another’s, is no tag', async () => {
  const { id } = await person('bob');
  const { etag } = await client('readUser', { path: { id } });
  const half = `${etag.split('.')[0]}"`;
  for (const wrong of [half, etag.slice(0, 10), '""', 'x']) {
    expect((await client('changeUser', { path: { id }, body: { name: 'x' }, headers: given(wrong) })).status).toBe(412);
  }
});
