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

test('an application that changed itself since the admin saw it is not approved', async () => {
  await client('changeSettings', { body: { dynamic_registration: 'approval' } });
  const headers = { 'content-type': 'application/json' };
  const metadata = { client_name: 'Newcomer', redirect_uris: ['https://new.test/cb'] };
  const ask = (url: string, method: string, body: object, by = {}) =>
    fetch(url, { method, headers: { ...headers, ...by }, body: JSON.stringify(body) });
  const made = await ask(`${office.origin}/oauth2/register`, 'POST', metadata);
  const registered = (await made.json()) as Readonly<Record<string, string>>;
  const { client_id, registration_client_uri, registration_access_token } = registered;
  const listed = await client('listApplications', { query: { q: 'Newcomer' } });
  const path = { id: listed.body.items[0]!.id };
  const seen = await client('readApplication', { path });

  const evil = { ...metadata, client_id, redirect_uris: ['https://evil.test/cb'] };
  const authorization = `Bearer ${registration_access_token}`;
  expect((await ask(registration_client_uri!, 'PUT', evil, { authorization })).status).toBe(200);
  const refused = await client('approveApplication', { path, headers: given(seen.etag) });
  expect([refused.status, refused.problem.type]).toEqual([412, 'urn:lanyard:problem:stale']);
  expect(refused.problem.current).toMatchObject({ redirect_uris: ['https://evil.test/cb'], awaits_approval: true });
  const now = await client('readApplication', { path });
  expect(now.body).toMatchObject({ awaits_approval: true, disabled: true });

  const approved = await client('approveApplication', { path, headers: given(now.etag) });
  expect([approved.status, approved.body]).toMatchObject([200, { awaits_approval: false, disabled: false }]);
  const removed = await client('removeApplication', { path, headers: given(approved.etag) });
  expect(removed.status).toBe(204);
  await client('changeSettings', { body: { dynamic_registration: 'off' } });
});
