/** Names that would break a list, pass for another, or pass for Lanyard itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedOffice, ADA, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client, panelCredentials, send } from './admin-client.ts';

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

async function walked(sort: string): Promise<readonly string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < 20; page += 1) {
    const query = { sort, limit: '1', ...(cursor === undefined ? {} : { cursor }) };
    const { body, status } = await client('listUsers', { query });
    expect(status).toBe(200);
    seen.push(...body.items.map(({ username }) => username));
    if (body.next === null) return seen;
    cursor = body.next;
  }
  throw new Error('the list never ends');
}

test.each([
  ['25 ligatures that fold to eighteen letters each', '\uFDFA'.repeat(25)],
  ['255 Chinese characters', '\u9F98'.repeat(255)],
  ['characters of two halves, cut between them', `a${'\u{1F600}'.repeat(100)}`],
])('a list goes on after a name of %s', async (_what, name) => {
  const ids = [];
  for (const username of ['long-1', 'long-2', 'long-3']) {
    const made = await client('createUser', { body: { username, name } });
    expect(made.status).toBe(201);
    ids.push(made.body.id);
  }
  const { total } = (await client('listUsers')).body;
  for (const sort of ['name', '-name']) {
    const seen = await walked(sort);
    expect([seen.length, new Set(seen).size]).toEqual([total, total]);
  }
  for (const id of ids) await client('removeUser', { path: { id } });
});

describe('a word of Lanyard itself', () => {
  test.each(['operator', 'Owner', 'LANYARD', 'ｌａｎｙａｒｄ', ' operator '])('%s is nobody’s name', async (name) => {
    const refused = [
      await client('createUser', { body: { username: name } }),
      await client('createServiceAccount', { body: { username: name } }),
    ];
    for (const told of refused) {
      expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([400, '/username']);
      expect(told.problem.errors?.[0]?.detail).toMatch(/is a word of Lanyard itself|holds a space/);
    }
  });

  test('is no client_id, and nobody takes it by another way', async () => {
    const told = await client('createApplication', {
      body: { client_id: 'operator', redirect_uris: ['https://x.test/cb'] },
    });
    expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([400, '/client_id']);
    const { id } = (await client('createUser', { body: { username: 'operators' } })).body;
    expect((await client('changeUser', { path: { id }, body: { username: 'operator' } })).status).toBe(400);
    expect((await client('changeUser', { path: { id }, body: { username: 'the-operator' } })).status).toBe(200);
  });
});

describe('a username with a space', () => {
  test.each(['al ice', ' alice', 'alice '])('is given to nobody, at its field: %j', async (username) => {
    const told = [
      await client('createUser', { body: { username } }),
      await client('createServiceAccount', { body: { username } }),
    ];
    for (const { status, problem } of told) {
      expect([status, problem.errors?.[0]?.pointer]).toEqual([400, '/username']);
      expect(problem.errors?.[0]?.detail).toContain('holds a space');
    }
  });
});

test('two groups never differ by case or width alone', async () => {
  const made = await client('createGroup', { body: { name: 'Finance' } });
  expect(made.status).toBe(201);
  for (const name of ['finance', 'FINANCE', 'Ｆinance']) {
    const told = await client('createGroup', { body: { name } });
    expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([409, '/name']);
  }
  const other = await client('createGroup', { body: { name: 'Sales' } });
  expect((await client('changeGroup', { path: { id: other.body.id }, body: { name: 'finance' } })).status).toBe(409);
  // Its own name it may spell differently.
  const renamed = await client('changeGroup', { path: { id: made.body.id }, body: { name: 'FINANCE' } });
  expect([renamed.status, renamed.body.name]).toEqual([200, 'FINANCE']);
});

test('whoever watches the live flows is written down once for each session', async () => {
  const panel = await panelCredentials(office.origin, ADA);
  const watch = async (headers: Readonly<Record<string, string>>) => {
    const gone = new AbortController();
    const response = await fetch(`${office.origin}/api/v1/trace/stream`, { headers, signal: gone.signal });
    expect(response.status).toBe(200);
    gone.abort();
  };
  const written = async () =>
    (await client('listAuditEvents', { query: { type: 'trace.watched' } })).body.items.map(({ sentence }) => sentence);
  expect(await written()).toEqual([]);
  await (await send(office.origin, 'streamTrace', { headers: { ...panel, 'last-event-id': 'x' } })).body?.cancel();
  for (let again = 0; again < 3; again += 1) await watch(panel);
  expect(await written()).toEqual([expect.stringMatching(/^ada watched the live flows from /)]);
  await watch(await panelCredentials(office.origin, ADA));
  expect(await written()).toHaveLength(2);
});
