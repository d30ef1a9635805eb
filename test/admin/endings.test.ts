/** What ends when an admin ends something: at once, and nothing of it comes back under the same name. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ADA,
  ALICE,
  type AttackedOffice,
  basic,
  BOB,
  codeFor,
  post,
  redeem,
  refresh,
  SECRET,
  startOffice,
  works,
} from '../attacks/office.ts';
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
const application = async (client_id: string) =>
  (await client('listApplications', { query: { q: client_id } })).body.items.find(
    (each) => each.client_id === client_id,
  )!;

async function signedInTokens(who = ALICE, scope = 'openid profile email offline_access') {
  const browser = await office.signedIn(who);
  const { body } = await redeem(office.origin, await codeFor(browser, { scope }));
  return { browser, access: body['access_token'] ?? '', refresh: body['refresh_token'] ?? '' };
}

const refreshes = async (token: string) => (await refresh(office.origin, token)).status === 200;

describe('a person', () => {
  test('who is removed is signed out everywhere, and every token of theirs is dead', async () => {
    await client('createUser', { body: { username: 'gone', password: ALICE.password } });
    const { access, refresh: token, browser } = await signedInTokens({ username: 'gone', password: ALICE.password });
    const { id } = await person('gone');
    expect(await works(office.origin, access)).toBe(true);
    expect((await client('removeUser', { path: { id } })).status).toBe(204);
    expect([await works(office.origin, access), await refreshes(token)]).toEqual([false, false]);
    await client('createUser', { body: { username: 'gone', password: ALICE.password } });
    expect([await works(office.origin, access), await refreshes(token)]).toEqual([false, false]);
    await expect(codeFor(browser)).rejects.toThrow('no code');
  });

  test('is signed out by one session, or by all, and what is not offline ends with it', async () => {
    const first = await signedInTokens(BOB, 'openid profile email');
    const second = await signedInTokens(BOB, 'openid profile email offline_access');
    const { id } = await person('bob');
    const sessions = (await client('listUserSessions', { path: { id }, query: { sort: '-created_at' } })).body.items;
    expect(sessions).toHaveLength(2);
    expect(sessions.map(({ applications }) => applications)).toEqual([['trusted'], ['trusted']]);
    expect((await client('listSessions', { query: { q: 'bob' } })).body.total).toBe(2);
    for (const { sid } of sessions) expect((await client('endSession', { path: { sid } })).status).toBe(204);
    expect([await works(office.origin, first.access), await refreshes(second.refresh)]).toEqual([false, true]);
    await signedInTokens(BOB);
    expect((await client('endUserSessions', { path: { id } })).status).toBe(204);
    expect((await client('listUserSessions', { path: { id } })).body.items).toEqual([]);
  });

  test('keeps what one application holds until an admin ends it', async () => {
    const { access, refresh: token } = await signedInTokens();
    const { id } = await person('alice');
    const held = async () => (await client('listUserGrants', { path: { id } })).body.items;
    const grant = (await held()).find(({ refreshes: alive }) => alive);
    expect(grant).toMatchObject({
      client_id: 'trusted',
      username: 'alice',
      access_tokens: 1,
      refreshes: true,
      offline: true,
    });
    const elsewhere = { id: (await person('bob')).id, grant_id: grant!.id };
    expect((await client('revokeUserGrant', { path: elsewhere })).status).toBe(204);
    expect(await works(office.origin, access)).toBe(true);
    expect((await client('revokeUserGrant', { path: { id, grant_id: grant!.id } })).status).toBe(204);
    expect([await works(office.origin, access), await refreshes(token)]).toEqual([false, false]);
    expect((await held()).map((each) => each.id)).not.toContain(grant!.id);
  });

  test('with a new password is out of every browser, the panel too', async () => {
    const { access } = await signedInTokens(ADA);
    const session = adminClient(office.origin, await panelCredentials(office.origin, ADA));
    const { id } = await person('ada');
    const { body } = await client('resetUserPassword', { path: { id }, body: {} });
    expect((await session('readStatus')).status).toBe(401);
    expect(await works(office.origin, access)).toBe(false);
    const ada = { username: 'ada', password: body.password! };
    const again = adminClient(office.origin, await panelCredentials(office.origin, ada));
    expect((await again('readStatus')).status).toBe(200);
    const weak = await client('resetUserPassword', { path: { id }, body: { password: 'password123' } });
    expect(weak.problem.errors?.[0]?.pointer).toBe('/password');
    await client('resetUserPassword', { path: { id }, body: { password: ADA.password } });
  });

  test('who gives themselves a new password stays where they are, and nowhere else', async () => {
    const here = adminClient(office.origin, await panelCredentials(office.origin, ADA));
    const elsewhere = adminClient(office.origin, await panelCredentials(office.origin, ADA));
    const { id } = await person('ada');
    const { body } = await here('resetUserPassword', { path: { id }, body: {} });
    expect(body.password).toHaveLength(20);
    expect([(await here('readStatus')).status, (await elsewhere('readStatus')).status]).toEqual([200, 401]);
    await here('resetUserPassword', { path: { id }, body: { password: ADA.password } });
  });

  test.each([{ disabled: true }, { admin: false }])(
    'who is %o is out of the panel at once, and stays out',
    async (change) => {
      const root = { username: 'root', password: 'a password of the root' };
      const { id } = (await client('createUser', { body: { ...root, admin: true } })).body;
      const session = adminClient(office.origin, await panelCredentials(office.origin, root));
      await client('changeUser', { path: { id }, body: change });
      expect((await session('readStatus')).status).toBe(401);
      await client('changeUser', { path: { id }, body: { disabled: false, admin: true } });
      expect((await session('readStatus')).status).toBe(401);
      await client('removeUser', { path: { id } });
    },
  );
});

describe('an application', () => {
  test('that is removed takes its tokens along, and another of its name begins anew', async () => {
    const body = {
      client_id: 'robot-3',
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
    };
    const made = await client('createApplication', { body });
    expect(made.body.client_secret).toBeUndefined();
    const ask = () =>
      post(office.origin, '/oauth2/token', { grant_type: 'client_credentials' }, { authorization: basic('robot-3') });
    const token = (await ask()).body['access_token'] ?? '';
    const active = async () => {
      const told = await post(office.origin, '/oauth2/introspect', { token }, { authorization: basic('robot-3') });
      return told.body['active'];
    };
    expect(await active()).toBe(true);
    await client('removeApplication', { path: { id: made.body.id } });
    expect((await ask()).status).toBe(401);
    const again = await client('createApplication', { body });
    expect(await active()).toBe(false);
    await ask();
    const ended = await client('revokeApplicationTokens', { path: { id: again.body.id } });
    expect(ended.body).toEqual({ grants: 0, access_tokens: 1 });
  });

  test('loses what it holds of people, one by one or all at once', async () => {
    const { access } = await signedInTokens();
    const { id } = await application('trusted');
    const grants = (await client('listApplicationGrants', { path: { id } })).body.items;
    const [hers] = grants.filter(({ username }) => username === 'alice');
    expect(hers?.client_name).toBe('trusted');
    expect((await client('revokeApplicationGrant', { path: { id, grant_id: hers!.id } })).status).toBe(204);
    const other = await signedInTokens();
    const ended = (await client('revokeApplicationTokens', { path: { id } })).body;
    expect(ended.grants).toBeGreaterThanOrEqual(1);
    expect([await works(office.origin, access), await works(office.origin, other.access)]).toEqual([false, false]);
    expect((await client('listApplicationGrants', { path: { id } })).body.items).toEqual([]);
  });

  test('gets a new secret, and the old one goes on for as long as was asked', async () => {
    const { id } = await application('robot');
    const works_ = async (secret: string) =>
      (
        await post(
          office.origin,
          '/oauth2/token',
          { grant_type: 'client_credentials' },
          { authorization: basic('robot', secret) },
        )
      ).status === 200;
    const first = (await client('makeApplicationSecret', { path: { id }, body: { overlap_s: 600 } })).body;
    expect([await works_(SECRET), await works_(first.client_secret)]).toEqual([true, true]);
    expect(
      (await client('readApplication', { path: { id } })).body.secrets.map(({ expires_at }) => expires_at),
    ).toEqual([null, first.previous_expires_at]);
    const second = (await client('makeApplicationSecret', { path: { id }, body: { overlap_s: 600 } })).body;
    expect([await works_(SECRET), await works_(first.client_secret), await works_(second.client_secret)]).toEqual([
      false,
      true,
      true,
    ]);
    const third = (await client('makeApplicationSecret', { path: { id } })).body;
    expect(third.previous_expires_at).toBeNull();
    expect([await works_(second.client_secret), await works_(third.client_secret)]).toEqual([false, true]);
    const spa = await application('spa');
    expect((await client('makeApplicationSecret', { path: { id: spa.id } })).status).toBe(409);
  });
});

describe('a group', () => {
  test('is renamed wherever it is named', async () => {
    const { id } = (await client('createGroup', { body: { name: 'painters' } })).body;
    const { id: alice, groups } = await person('alice');
    await client('changeUser', { path: { id: alice }, body: { groups: [...groups, 'painters'] } });
    const app = await application('rp1');
    await client('changeApplication', { path: { id: app.id }, body: { allowed_groups: ['painters'] } });
    const account = (await client('createServiceAccount', { body: { username: 'brush', groups: ['painters'] } })).body;
    const renamed = await client('changeGroup', { path: { id }, body: { name: 'artists' } });
    expect(renamed.body).toMatchObject({ name: 'artists', members: 2, applications: ['rp1'] });
    expect((await person('alice')).groups).toEqual([...groups, 'artists']);
    expect((await application('rp1')).allowed_groups).toEqual(['artists']);
    expect((await client('readServiceAccount', { path: { id: account.id } })).body.groups).toEqual(['artists']);
    const taken = await client('changeGroup', { path: { id }, body: { name: 'staff' } });
    expect([taken.status, taken.problem.errors?.[0]?.pointer]).toEqual([409, '/name']);
  });

  test('that alone keeps others out of an application is not removed by the way', async () => {
    const group = (await client('listGroups', { query: { q: 'artists' } })).body.items[0]!;
    const refused = await client('removeGroup', { path: { id: group.id } });
    expect([refused.status, refused.problem.detail]).toEqual([
      409,
      'the application rp1 would be open to everybody without the group artists; change who may use it first',
    ]);
    expect((await application('rp1')).allowed_groups).toEqual(['artists']);
    const app = await application('rp1');
    await client('changeApplication', { path: { id: app.id }, body: { allowed_groups: ['artists', 'staff'] } });
    expect((await client('removeGroup', { path: { id: group.id } })).status).toBe(204);
    expect((await application('rp1')).allowed_groups).toEqual(['staff']);
    expect((await person('alice')).groups).not.toContain('artists');
  });
});

describe('what somebody asks for', () => {
  test('is not removed from under them: scopes and APIs in use', async () => {
    const api = (await client('listApis')).body.items.find(({ audience }) => audience === 'https://api.test')!;
    for (const told of [
      await client('removeApi', { path: { id: api.id } }),
      await client('changeApi', { path: { id: api.id }, body: { scopes: [] } }),
    ]) {
      expect(told.status).toBe(409);
      expect(told.problem.detail).toContain('robot');
    }
    const scope = (await client('createScope', { body: { name: 'badge' } })).body;
    const { id } = await application('rp2');
    await client('changeApplication', { path: { id }, body: { scope: 'openid badge' } });
    const refused = await client('removeScope', { path: { id: scope.id } });
    expect(refused.problem.detail).toContain('the application rp2 may ask for badge');
    await client('changeApplication', { path: { id }, body: { scope: 'openid' } });
    expect((await client('removeScope', { path: { id: scope.id } })).status).toBe(204);
    expect((await client('removeScope', { path: { id: 'openid' } })).status).toBe(409);
    expect((await client('changeScope', { path: { id: 'openid' }, body: {} })).status).toBe(409);
  });
});

test('a service account comes with its first app password, and each of them can be withdrawn', async () => {
  const body = { username: 'courier', scope: 'things:read', app_password: { name: 'first', expires_in_s: 3600 } };
  const made = (await client('createServiceAccount', { body })).body;
  expect(made.app_password).toEqual({ name: 'first', password: expect.any(String), expires_at: expect.any(Number) });
  const gets = async (password: string) => {
    const fields = { grant_type: 'client_credentials', username: 'courier', password };
    return (await post(office.origin, '/oauth2/token', fields)).status === 200;
  };
  const second = (await client('createAppPassword', { path: { id: made.id }, body: { name: 'second' } })).body;
  expect([await gets(made.app_password.password), await gets(second.password)]).toEqual([true, true]);
  expect((await client('createAppPassword', { path: { id: made.id }, body: { name: 'second' } })).status).toBe(409);
  const listed = (await client('listAppPasswords', { path: { id: made.id }, query: { sort: 'name' } })).body.items;
  expect(listed.map(({ name }) => name)).toEqual(['first', 'second']);
  const path = { id: made.id, app_password_id: listed[0]!.id };
  for (let time = 0; time < 2; time += 1) expect((await client('removeAppPassword', { path })).status).toBe(204);
  expect([await gets(made.app_password.password), await gets(second.password)]).toEqual([false, true]);
  await client('removeServiceAccount', { path: { id: made.id } });
  await client('createServiceAccount', { body });
  expect(await gets(second.password)).toBe(false);
});
