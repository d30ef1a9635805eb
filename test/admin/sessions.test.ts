/** Browsers in which people are signed in: for applications and to the panel, found, and ended, one's own too. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADA, ALICE, type AttackedOffice, BOB, codeFor, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, panelCredentials } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

const inPanel = async () => adminClient(office.origin, await panelCredentials(office.origin, ADA));
const sessionsOf = async (ask: Client, q: string) => (await ask('listSessions', { query: { q } })).body.items;

describe('sessions of the panel', () => {
  test('stand among the others, and the one that asks is marked', async () => {
    await office.signedIn(ADA);
    const ada = await inPanel();
    await inPanel();
    const seen = await sessionsOf(ada, 'ada');
    expect(seen.map(({ kind }) => kind).toSorted()).toEqual(['panel', 'panel', 'sign_on']);
    expect(seen.filter(({ current }) => current)).toHaveLength(1);
    expect(seen.find(({ current }) => current)).toMatchObject({ kind: 'panel', username: 'ada', applications: [] });
    const [panel] = seen.filter(({ kind }) => kind === 'panel');
    expect(panel?.sid).toMatch(/^[\w-]{32}$/);
    expect((await sessionsOf(client, 'ada')).filter(({ current }) => current)).toEqual([]);
    const id = panel?.user_id ?? '';
    expect((await client('listUserSessions', { path: { id } })).body.total).toBe(3);
  });

  test('are ended one by one, and whose it is has to sign in again', async () => {
    const [one, two] = [await inPanel(), await inPanel()];
    const theirs = (await sessionsOf(two, 'ada')).find(({ current }) => current);
    expect((await one('endSession', { path: { sid: theirs?.sid ?? '' } })).status).toBe(204);
    expect([(await one('readSession')).status, (await two('readSession')).status]).toEqual([200, 401]);
    const [event] = (await client('listAuditEvents', { query: { type: 'panel.removed' } })).body.items;
    expect(event).toMatchObject({ actor: 'ada', target: 'ada', sentence: 'ada signed themselves out of the panel' });
  });

  test('end one’s own as well, which takes the cookie back', async () => {
    const ada = await inPanel();
    const own = (await sessionsOf(ada, 'ada')).find(({ current }) => current);
    const told = await ada('endSession', { path: { sid: own?.sid ?? '' } });
    expect([told.status, told.headers.getSetCookie()[0]]).toEqual([
      204,
      expect.stringMatching(/^lanyard_panel=; .*Max-Age=0$/),
    ]);
    expect((await ada('readSession')).status).toBe(401);
    const other = await inPanel();
    const sign_on = (await sessionsOf(other, 'ada')).find(({ kind }) => kind === 'sign_on');
    const kept = await other('endSession', { path: { sid: sign_on?.sid ?? '' } });
    expect([kept.status, kept.headers.getSetCookie()]).toEqual([204, []]);
  });

  test('end with all the others of a person', async () => {
    await office.signedIn(ADA);
    const ada = await inPanel();
    const [{ user_id: id } = { user_id: '' }] = await sessionsOf(ada, 'ada');
    const before = (await client('listUserSessions', { path: { id } })).body.items;
    const told = await ada('endUserSessions', { path: { id } });
    expect([told.status, told.headers.getSetCookie()]).toEqual([204, [expect.stringContaining('Max-Age=0')]]);
    expect((await ada('readSession')).status).toBe(401);
    expect((await client('listUserSessions', { path: { id } })).body.items).toEqual([]);
    const [event] = (await client('listAuditEvents', { query: { type: 'session.removed' } })).body.items;
    const panel_sessions_ended = before.filter(({ kind }) => kind === 'panel').length;
    expect(event?.detail).toMatchObject({ ended: before.length - panel_sessions_ended, panel_sessions_ended });
    expect(event?.sentence).toBe(`ada signed themselves out of ${before.length} browsers`);
    expect((await client('endUserSessions', { path: { id } })).status).toBe(204);
    expect((await client('listAuditEvents', { query: { type: 'session.removed' } })).body.items[0]).toEqual(event);
  });
});

test('they stand by when somebody signed in, the newest first', async () => {
  for (const who of [ALICE, BOB, ALICE]) await office.signedIn(who);
  const times = (await client('listSessions')).body.items.map(({ auth_time }) => auth_time);
  expect(times.length).toBeGreaterThanOrEqual(3);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

test('those that were used for one application are found by it', async () => {
  const browser = await office.signedIn(BOB);
  await codeFor(browser, { client_id: 'plain' });
  const found = (await client('listSessions', { query: { client_id: 'plain' } })).body;
  expect(found.items.map(({ username, applications }) => [username, applications])).toEqual([
    ['bob', ['plain', 'trusted']],
  ]);
  expect((await client('listSessions', { query: { client_id: 'plain', q: 'alice' } })).body.total).toBe(0);
  expect((await client('listSessions', { query: { client_id: 'no-such-application' } })).body.items).toEqual([]);
});
