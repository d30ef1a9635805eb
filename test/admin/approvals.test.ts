/** Approving what a person entered: who did it and when, what has changed since, and what everybody is told meanwhile. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALICE, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { HttpPerson } from '../support/http-person.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const FIRST = 'https://tool.test/callback';
const SECOND = 'https://elsewhere.test/callback';

let office: AttackedOffice;
let client: Client;
let alice: HttpPerson;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
  await client('changeSettings', { body: { user_applications: 'approval' } });
  alice = new HttpPerson(office.origin);
  await alice.submit(await alice.open(`${office.origin}/account/`), ALICE);
});
afterAll(() => office.stop());

const at = (path: string) => `${office.origin}/account/own-applications/${path}`;
const said = { client_name: 'Tool', redirect_uris: FIRST, confidential: 'yes' };

async function change(id: string, fields: object) {
  const page = await alice.submit(await alice.open(at(`${id}/change`)), { ...said, ...fields });
  expect(page.status).toBe(200);
}

const read = async (id: string) => (await client('readApplication', { path: { id } })).body;

async function lastSentence(type: 'application.approved' | 'own_application.changed') {
  const { items } = (await client('listAuditEvents', { query: { type, limit: '1' } })).body;
  return items[0]?.sentence;
}

async function refusal(client_id: string) {
  const query = new URLSearchParams({ client_id, redirect_uri: FIRST, response_type: 'code' });
  return (await new HttpPerson(office.origin).open(`${office.origin}/oauth2/authorize?${query.toString()}`)).html;
}

test('an application of a person’s own is approved, changed and approved again, each with who and what', async () => {
  await alice.submit(await alice.open(at('new')), { ...said, dialect: 'forgejo' });
  const [made] = (await client('listApplications', { query: { awaits_approval: 'true' } })).body.items;
  const { id, client_id } = made ?? { id: '', client_id: '' };
  expect(made).not.toHaveProperty('last_approval');
  expect(await refusal(client_id)).toContain('entered this application, and no admin has approved it yet');

  const { items } = (await client('readApplicationScopes', { path: { id } })).body;
  expect(items).toContainEqual({ name: 'email', description: 'see your e-mail address', sensitive: false });
  expect(items.map(({ name }) => name)).toEqual(made?.scope.split(' '));

  const approved = (await client('approveApplication', { path: { id } })).body;
  expect(approved.last_approval).toMatchObject({ by: 'bot', said: null });
  expect(approved.last_approval?.at).toBeGreaterThan(0);
  expect(await lastSentence('application.approved')).toContain(
    'approved the application Tool, which alice had entered',
  );

  await change(id, { redirect_uris: SECOND });
  await change(id, { redirect_uris: SECOND, client_name: 'Better tool' });
  const changed = await read(id);
  expect(changed).toMatchObject({ awaits_approval: true, redirect_uris: [SECOND] });
  // What was approved, and not what stood there a moment ago.
  expect(changed.last_approval).toMatchObject({
    by: 'bot',
    at: approved.last_approval?.at,
    said: { client_name: 'Tool', redirect_uris: [FIRST] },
  });
  expect(await lastSentence('own_application.changed')).toMatch(/; an admin has to approve that$/);
  expect(await refusal(client_id)).toContain('changed it after an admin had approved it');

  expect((await client('approveApplication', { path: { id } })).body.last_approval).toMatchObject({ said: null });
  expect(await lastSentence('application.approved')).toContain(
    'approved what has changed in the application Better tool',
  );
});

test('whoever switches it on approves it', async () => {
  const [{ id } = { id: '' }] = (await client('listApplications', { query: { q: 'Better tool' } })).body.items;
  await change(id, { client_name: 'Best tool' });
  expect((await read(id)).last_approval?.said).toMatchObject({ client_name: 'Better tool' });
  const { body } = await client('changeApplication', { path: { id }, body: { disabled: false } });
  expect(body).toMatchObject({ awaits_approval: false, unchecked: false, last_approval: { by: 'bot', said: null } });
});

test('an application that registered itself keeps what was approved as well', async () => {
  await client('changeSettings', { body: { dynamic_registration: 'approval' } });
  const send = async (url: string, method: string, body: object, by: object = {}) =>
    (await (
      await fetch(url, { method, headers: { 'content-type': 'application/json', ...by }, body: JSON.stringify(body) })
    ).json()) as Readonly<Record<string, string>>;
  const metadata = { client_name: 'Newcomer', redirect_uris: [FIRST] };
  const registered = await send(`${office.origin}/oauth2/register`, 'POST', metadata);
  const { client_id, registration_client_uri = '', registration_access_token } = registered;
  const [{ id } = { id: '' }] = (await client('listApplications', { query: { q: 'Newcomer' } })).body.items;
  await client('approveApplication', { path: { id } });
  expect(await lastSentence('application.approved')).toContain('Newcomer, which had brought itself here');
  const by = { authorization: `Bearer ${registration_access_token}` };
  await send(registration_client_uri, 'PUT', { ...metadata, client_id, redirect_uris: [SECOND] }, by);
  expect((await read(id)).last_approval?.said).toMatchObject({ redirect_uris: [FIRST] });
  expect(await refusal(client_id ?? '')).toContain('says something else of itself');
});
