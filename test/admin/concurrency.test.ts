/** Several admins at once: who was second is told so, and no race takes the last admin away. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, type AttackedOffice, BOB, startOffice } from '../attacks/office.ts';
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

test('the second of two editors is told what the first one made of it', async () => {
  const { id } = await person('alice');
  const seen = await client('readUser', { path: { id } });
  const headers = { 'if-match': seen.etag };
  const [one, two] = await Promise.all([
    client('changeUser', { path: { id }, body: { name: 'One' }, headers }),
    client('changeUser', { path: { id }, body: { name: 'Two' }, headers }),
  ]);
  expect([one.status, two.status].toSorted((a, b) => a - b)).toEqual([200, 412]);
  const [first, second] = one.status === 200 ? [one, two] : [two, one];
  expect(second.problem.current).toEqual(first.body);
  expect(second.etag).toBe(first.etag);
  const again = await client('changeUser', {
    path: { id },
    body: { name: 'Two' },
    headers: { 'if-match': second.etag },
  });
  expect(again.body.name).toBe('Two');
});

test('conditions hold for every resource, for changing and for removing', async () => {
  const stale = { 'if-match': '"an-older-state-of-the-thing"' };
  const user = await client('createUser', { body: { username: 'dora' } });
  const group = await client('createGroup', { body: { name: 'dancers' } });
  const application = await client('createApplication', { body: { client_name: 'Dance' } });
  const account = await client('createServiceAccount', { body: { username: 'dancer' } });
  const api = await client('createApi', { body: { audience: 'dance' } });
  const scope = await client('createScope', { body: { name: 'dance' } });
  const key = (await client('listSigningKeys')).body.items.find(({ state }) => state === 'next')!;
  const tried = [
    await client('changeUser', { path: { id: user.body.id }, body: { name: 'x' }, headers: stale }),
    await client('removeUser', { path: { id: user.body.id }, headers: stale }),
    await client('changeGroup', { path: { id: group.body.id }, body: { name: 'x' }, headers: stale }),
    await client('removeGroup', { path: { id: group.body.id }, headers: stale }),
    await client('changeApplication', { path: { id: application.body.id }, body: {}, headers: stale }),
    await client('removeApplication', { path: { id: application.body.id }, headers: stale }),
    await client('changeServiceAccount', { path: { id: account.body.id }, body: {}, headers: stale }),
    await client('removeServiceAccount', { path: { id: account.body.id }, headers: stale }),
    await client('changeApi', { path: { id: api.body.id }, body: {}, headers: stale }),
    await client('removeApi', { path: { id: api.body.id }, headers: stale }),
    await client('changeScope', { path: { id: scope.body.id }, body: {}, headers: stale }),
    await client('removeScope', { path: { id: scope.body.id }, headers: stale }),
    await client('changeSigningKey', { path: { kid: key.kid }, body: {}, headers: stale }),
    await client('removeSigningKey', { path: { kid: key.kid }, headers: stale }),
    await client('changeSettings', { body: {}, headers: stale }),
  ];
  expect(tried.map(({ status }) => status)).toEqual(tried.map(() => 412));
  expect(tried.every(({ problem, etag }) => typeof problem.current === 'object' && etag !== '')).toBe(true);
  for (const good of [user.etag, `"x", ${user.etag}`, '*']) {
    const told = await client('changeUser', { path: { id: user.body.id }, body: {}, headers: { 'if-match': good } });
    expect(told.status).toBe(200);
  }
  const weak = { 'if-match': `W/${user.etag}` };
  expect((await client('changeUser', { path: { id: user.body.id }, body: {}, headers: weak })).status).toBe(412);
});

test('who has the newest state already is told no more than that', async () => {
  const { id } = await person('bob');
  const seen = await client('readUser', { path: { id } });
  const again = await client('readUser', { path: { id }, headers: { 'if-none-match': `W/"x", ${seen.etag}` } });
  expect([again.status, again.text, again.etag]).toEqual([304, '', seen.etag]);
  await client('changeUser', { path: { id }, body: { name: 'Robert' } });
  expect((await client('readUser', { path: { id }, headers: { 'if-none-match': seen.etag } })).status).toBe(200);
});

test('a change that changes nothing leaves everything as it is, the audit log too', async () => {
  const { id, name } = await person('bob');
  const seen = await client('readUser', { path: { id } });
  const events = (await client('listAuditEvents')).body.total;
  const told = await client('changeUser', { path: { id }, body: { name } });
  expect(told.etag).toBe(seen.etag);
  expect((await client('listAuditEvents')).body.total).toBe(events);
});

test('twenty removals at once remove once', async () => {
  const { id } = (await client('createUser', { body: { username: 'short-lived' } })).body;
  const events = (await client('listAuditEvents', { query: { type: 'user.removed' } })).body.total;
  const told = await Promise.all(Array.from({ length: 20 }, () => client('removeUser', { path: { id } })));
  expect(told.map(({ status }) => status)).toEqual(told.map(() => 204));
  expect((await client('listAuditEvents', { query: { type: 'user.removed' } })).body.total).toBe(events + 1);
});

test('twenty people of one name at once are one', async () => {
  const told = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      client('createUser', { body: { username: index % 2 === 0 ? 'Twin' : 'twin' } }),
    ),
  );
  expect(told.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(told.filter(({ status }) => status === 409)).toHaveLength(19);
});

test.each(['demote', 'disable', 'remove'] as const)('two admins who %s each other at once leave one', async (how) => {
  const ada = await person('ada');
  const bob = await person('bob');
  for (const { id } of [ada, bob]) {
    await client('changeUser', { path: { id }, body: { admin: true, disabled: false } });
  }
  const as = {
    ada: adminClient(office.origin, await panelCredentials(office.origin, ADA)),
    bob: adminClient(office.origin, await panelCredentials(office.origin, BOB)),
  };
  const act = (who: Client, { id }: { readonly id: string }) => {
    if (how === 'remove') return who('removeUser', { path: { id } });
    return who('changeUser', { path: { id }, body: how === 'demote' ? { admin: false } : { disabled: true } });
  };
  const told: readonly { readonly status: number }[] = await Promise.all([act(as.ada, bob), act(as.bob, ada)]);
  // Whoever was second had lost the right to, or may not take the last one away.
  const statuses = told.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses[0]).toBe(how === 'remove' ? 204 : 200);
  expect([401, 409]).toContain(statuses[1]);
  const admins = (await client('listUsers')).body.items.filter(({ admin, disabled }) => admin && !disabled);
  expect(admins).toHaveLength(1);
  const [last] = admins;
  const refused = await client('removeUser', { path: { id: last!.id } });
  expect([refused.status, refused.problem.detail]).toEqual([
    409,
    'the last admin among people cannot be deleted, disabled or demoted',
  ]);
  for (const body of [{ admin: false }, { disabled: true }]) {
    expect((await client('changeUser', { path: { id: last!.id }, body })).status).toBe(409);
  }
});
