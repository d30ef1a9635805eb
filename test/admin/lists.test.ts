/** Lists of the admin API: paged by cursor, searched and sorted, and steady while things come and go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const PEOPLE = Array.from({ length: 120 }, (_, index) => ({
  username: `person-${String(index).padStart(3, '0')}`,
  name: `Person ${['Ångström', 'ｆｕｌｌ', 'Zoë', 'STRASSE'][index % 4]} ${index}`,
  email: index % 3 === 0 ? `p${index}@example.lan` : undefined,
  groups: index % 10 === 0 ? ['staff'] : [],
}));

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice([], {
    users: [{ username: 'ada', password: 'a password of ada', admin: true }, ...PEOPLE],
  });
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

async function walk(query: Record<string, string>, between?: (page: number) => Promise<void>) {
  const usernames: string[] = [];
  const totals: number[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; cursor !== null; page += 1) {
    const told = await client('listUsers', { query: { ...query, ...(cursor === undefined ? {} : { cursor }) } });
    usernames.push(...told.body.items.map(({ username }) => username));
    totals.push(told.body.total);
    cursor = told.body.next;
    await between?.(page);
  }
  return { usernames, totals };
}

test.each([{}, { sort: 'username' }, { sort: '-username' }, { sort: 'email' }, { sort: '-number' }, { sort: 'admin' }])(
  'every page by %o together is everybody once',
  async (query) => {
    const { usernames, totals } = await walk({ ...query, limit: '7' } as Record<string, string>);
    expect(usernames.toSorted()).toEqual(['ada', ...PEOPLE.map(({ username }) => username)]);
    expect(new Set(totals)).toEqual(new Set([121]));
  },
);

test('the order is what was asked for', async () => {
  const up = (await walk({ sort: 'username', limit: '200' })).usernames;
  expect(up).toEqual(up.toSorted());
  expect((await walk({ sort: '-username', limit: '9' })).usernames).toEqual(up.toReversed());
  const numbers = (await client('listUsers', { query: { sort: '-number', limit: '3' } })).body.items;
  expect(numbers.map(({ number }) => number)).toEqual([121, 120, 119]);
});

test.each([
  ['PERSON-01', 10],
  ['angström', 0],
  ['Ångström', 30],
  ['ångström', 30],
  ['FULL', 30],
  ['p9@', 1],
  ['strasse 3', 4],
  ['nobody at all', 0],
  ['   ', 121],
] as const)('searching for %s finds %i, however it is spelled', async (q, count) => {
  const { body } = await client('listUsers', { query: { q, limit: '200' } });
  expect([body.total, body.items.length]).toEqual([count, count]);
  expect((await walk({ q, limit: '4', sort: 'name' })).usernames).toHaveLength(count);
});

test('the people of one group are found by it, and searched and sorted as all are', async () => {
  const { body } = await client('listUsers', { query: { group: 'staff', sort: '-username', limit: '5' } });
  expect([body.total, body.items[0]?.username, body.items.length]).toEqual([12, 'person-110', 5]);
  expect((await walk({ group: 'staff', sort: '-username', limit: '5' })).usernames).toHaveLength(12);
  expect((await client('listUsers', { query: { group: 'nobody' } })).body).toEqual({ items: [], next: null, total: 0 });
});

test('what is added and removed meanwhile neither repeats nor skips anybody else', async () => {
  const before = (await walk({ sort: 'username', limit: '200' })).usernames;
  const removed: string[] = [];
  const { usernames } = await walk({ sort: 'username', limit: '10' }, async (page) => {
    const username = `added-${page}`;
    await client('createUser', { body: { username } });
    const victim = before[(page + 1) * 10 - 1];
    const found = (await client('listUsers', { query: { q: victim ?? '' } })).body.items[0];
    if (page % 2 === 0 && found?.username === victim && victim !== 'ada') {
      removed.push(victim ?? '');
      await client('removeUser', { path: { id: found?.id ?? '' } });
    }
  });
  const known = usernames.filter((username) => !username.startsWith('added-'));
  expect(known).toEqual(before);
  expect(removed.length).toBeGreaterThan(3);
  expect(new Set(usernames).size).toBe(usernames.length);
});

test('a change is in the very next list', async () => {
  const { id } = (await client('createUser', { body: { username: 'fresh', name: 'Before' } })).body;
  expect((await client('listUsers', { query: { q: 'fresh' } })).body.items.map(({ name }) => name)).toEqual(['Before']);
  await client('changeUser', { path: { id }, body: { name: 'After' } });
  expect((await client('listUsers', { query: { q: 'fresh' } })).body.items.map(({ name }) => name)).toEqual(['After']);
  await client('removeUser', { path: { id } });
  expect((await client('listUsers', { query: { q: 'fresh' } })).body.total).toBe(0);
});

test('every other list takes the same questions', async () => {
  const kinds = {
    listGroups: 'name',
    listApplications: 'client_name',
    listServiceAccounts: 'username',
    listApis: 'audience',
    listScopes: 'name',
    listSigningKeys: 'alg',
    listSessions: 'username',
  } as const;
  for (const name of Object.keys(kinds) as (keyof typeof kinds)[]) {
    const whole = (await client(name, { query: { sort: kinds[name], limit: '200' } })).body;
    const first = (await client(name, { query: { sort: kinds[name], limit: '1' } })).body;
    expect([name, first.items.length, first.total]).toEqual([name, Math.min(1, whole.total), whole.total]);
    if (first.next === null) continue;
    const second = (await client(name, { query: { sort: kinds[name], limit: '1', cursor: first.next } })).body;
    expect(second.items).toEqual(whole.items.slice(1, 2));
  }
});

test('where nobody asks for an order, a list stands by name', async () => {
  await client('createUser', { body: { username: 'zz-last', name: 'Aaron First' } });
  const people = (await walk({ limit: '50' })).usernames;
  expect(people[0]).toBe('zz-last');
  expect(people).toEqual((await walk({ limit: '7', sort: 'name' })).usernames);
  const names = async (name: 'listGroups' | 'listServiceAccounts' | 'listApis' | 'listScopes') =>
    (await client(name, { query: { limit: '200' } })).body.items.map((item) => item.name.toLowerCase());
  for (const group of ['zebras', 'ants', 'Mice']) await client('createGroup', { body: { name: group } });
  for (const list of ['listGroups', 'listServiceAccounts', 'listApis', 'listScopes'] as const) {
    const found = await names(list);
    expect([list, found]).toEqual([list, found.toSorted()]);
  }
  const apps = (await client('listApplications')).body.items.map(({ client_name }) => client_name);
  expect(apps).toEqual(apps.toSorted());
  const { id } = (await client('listUsers', { query: { q: 'zz-last' } })).body.items[0]!;
  await client('removeUser', { path: { id } });
});

describe('a filter', () => {
  const found = async (query: Record<string, string>) =>
    (await client('listUsers', { query: { limit: '200', ...query } })).body;

  test('finds people by their state, on every page, with a search and a group', async () => {
    const all = await found({});
    const withoutPassword = all.items.filter(({ has_password }) => !has_password);
    expect((await found({ state: 'no_password' })).items).toEqual(withoutPassword);
    expect((await walk({ state: 'no_password', limit: '9' })).usernames).toEqual(
      withoutPassword.map(({ username }) => username),
    );
    expect((await found({ state: 'admin' })).items.map(({ username }) => username)).toEqual(['ada']);
    const { id } = withoutPassword.find(({ username }) => username === 'person-010')!;
    await client('changeUser', { path: { id }, body: { disabled: true } });
    expect((await found({ state: 'disabled' })).items.map(({ username }) => username)).toEqual(['person-010']);
    expect((await found({ state: 'disabled', group: 'staff' })).total).toBe(1);
    expect((await found({ state: 'disabled', q: 'person-011' })).total).toBe(0);
    await client('changeUser', { path: { id }, body: { disabled: false } });
    expect((await found({ state: 'disabled', group: 'staff' })).total).toBe(0);
  });

  test('finds applications by dialect and by whether they are switched off', async () => {
    const ids = async (query: Record<string, string>) =>
      (await client('listApplications', { query })).body.items.map(({ client_id }) => client_id);
    expect(await ids({ dialect: 'github' })).toEqual(['hub']);
    expect(await ids({ disabled: 'true' })).toEqual(['off']);
    expect(await ids({ disabled: 'true', dialect: 'github' })).toEqual([]);
    expect((await ids({ disabled: 'false', dialect: 'native' })).length).toBe((await ids({})).length - 2);
  });

  test('finds service accounts by their rights, and scopes by who made them', async () => {
    const accounts = async (query: Record<string, string>) =>
      (await client('listServiceAccounts', { query })).body.items.map(({ username }) => username);
    expect([await accounts({ admin: 'true' }), await accounts({ admin: 'false' })]).toEqual([['bot'], ['humble']]);
    expect(await accounts({ disabled: 'true' })).toEqual([]);
    expect(await accounts({ disabled: 'false', admin: 'true' })).toEqual(['bot']);
    await client('createScope', { body: { name: 'team' } });
    const scopes = async (built_in: string) =>
      (await client('listScopes', { query: { built_in } })).body.items.map(({ name }) => name);
    expect(await scopes('false')).toEqual(['team']);
    expect(await scopes('true')).toContain('openid');
    expect(await scopes('true')).not.toContain('team');
  });

  test.each([
    ['listUsers', { state: 'asleep' }],
    ['listUsers', { state: '__proto__' }],
    ['listApplications', { dialect: 'klingon' }],
    ['listApplications', { disabled: 'yes' }],
    ['listServiceAccounts', { admin: '1' }],
    ['listServiceAccounts', { disabled: 'TRUE' }],
    ['listScopes', { built_in: 'maybe' }],
    ['listSessions', { client_id: 'x'.repeat(301) }],
    ['listFlows', { outcome: 'lost' }],
    ['listFlows', { sort: 'title' }],
    ['listAuditEvents', { outcome: 'lost' }],
    ['listAuditEvents', { type: 'x'.repeat(1001) }],
    ['listAuditEvents', { actor: 'x'.repeat(301) }],
  ] as const)('of %s that is none is refused: %o', async (name, query) => {
    const told = await client(name, { query });
    const [pointer] = Object.keys(query).map((field) => `?${field}`);
    expect([told.status, told.problem.errors?.[0]?.pointer]).toEqual([400, pointer]);
  });
});

test('an order that was not asked for has cursors of its own', async () => {
  const first = (await client('listUsers', { query: { limit: '2' } })).body;
  const again = await client('listUsers', { query: { limit: '2', sort: 'name', cursor: first.next ?? '' } });
  expect(again.status).toBe(200);
  const other = await client('listUsers', { query: { limit: '2', sort: 'email', cursor: first.next ?? '' } });
  expect([other.status, other.problem.errors?.[0]?.pointer]).toEqual([400, '?cursor']);
});
