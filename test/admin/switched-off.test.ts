/** Whoever is switched off is out of everything at once, and nothing of it comes back when they are switched on again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, type AttackedOffice, BOB, codeFor, redeem, refresh, startOffice, works } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, panelCredentials } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const person = async (username: string) =>
  (await client('listUsers', { query: { q: username } })).body.items.find((user) => user.username === username)!;

test('sessions, grants and their tokens end, and are counted in the log', async () => {
  const browser = await office.signedIn(BOB);
  const scope = 'openid profile offline_access';
  const { body } = await redeem(office.origin, await codeFor(browser, { scope }));
  const { id } = await person('bob');
  const online = async () => (await client('readStatus')).body.people_online.map(({ username }) => username);
  expect(await online()).toContain('bob');
  expect(await works(office.origin, body['access_token'])).toBe(true);

  await client('changeUser', { path: { id }, body: { disabled: true } });
  expect(await online()).not.toContain('bob');
  expect((await client('listUserSessions', { path: { id } })).body.total).toBe(0);
  expect((await client('listUserGrants', { path: { id } })).body.total).toBe(0);
  const [event] = (await client('listAuditEvents', { query: { type: 'user.changed' } })).body.items;
  expect(event?.detail).toMatchObject({
    after: { disabled: true },
    ended: { sessions: 1, panel_sessions: 0, grants: 2 },
  });

  await client('changeUser', { path: { id }, body: { disabled: false } });
  expect(await works(office.origin, body['access_token'])).toBe(false);
  expect((await refresh(office.origin, body['refresh_token'] ?? '')).status).toBe(400);
  await expect(codeFor(browser)).rejects.toThrow('no code');
  expect((await client('listUserSessions', { path: { id } })).body.total).toBe(0);
});

test('who is no admin any more is out of the panel, and stays signed in to applications', async () => {
  const { id } = await person('bob');
  await client('changeUser', { path: { id }, body: { admin: true } });
  const browser = await office.signedIn(BOB);
  const panel = adminClient(office.origin, await panelCredentials(office.origin, BOB));
  await client('changeUser', { path: { id }, body: { admin: false } });
  expect((await panel('readSession')).status).toBe(401);
  const sessions = (await client('listUserSessions', { path: { id } })).body.items;
  expect(sessions.map(({ kind }) => kind)).toEqual(['sign_on']);
  expect(await codeFor(browser)).not.toBe('');
  const [event] = (await client('listAuditEvents', { query: { type: 'user.changed' } })).body.items;
  expect(event?.detail['ended']).toEqual({ panel_sessions: 1 });
});

test('the last admin can’t be switched off, and nothing of theirs ends by the attempt', async () => {
  const panel = adminClient(office.origin, await panelCredentials(office.origin, ADA));
  const { id } = await person('ada');
  expect((await client('changeUser', { path: { id }, body: { disabled: true } })).status).toBe(409);
  expect((await panel('readSession')).status).toBe(200);
});
