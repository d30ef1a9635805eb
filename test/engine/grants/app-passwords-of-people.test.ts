/** Programs of people at the token endpoint: the person's token, for one application, exactly while the app password is there. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { cameFrom } from '../../../server/directory/came-from.ts';
import { hashSecret } from '../../../server/directory/machine-secrets.ts';
import { isLiveGrant } from '../../../server/directory/live-grants.ts';
import { removeApplication } from '../../../server/directory/application-ends.ts';
import { changeApplication } from '../../../server/directory/applications.ts';
import { endWhatIsLost } from '../../../server/directory/lost-rights.ts';
import { createUserAppPassword, removeUserAppPassword } from '../../../server/directory/user-app-passwords.ts';
import { changeUser, removeUser } from '../../../server/directory/users.ts';
import type { Application, User } from '../../../server/storage/records/directory.ts';
import type { AppPasswordUse, UserAppPassword } from '../../../server/storage/records/user-app-passwords.ts';
import { basic, buildHouse, type House, PASSWORD } from '../../support/house.ts';
import { type Asked, furnish } from '../../support/sign-in.ts';

const ORDERS = 'https://api.example.lan';
const WIKI = { redirect_uris: ['https://wiki.test/callback'], dialect: 'authentik', audience: [ORDERS] } as const;

let house: House;
let alice: User;
let wiki: Application;
let password: string;
let app_password: UserAppPassword;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice;
  await house.setSettings({ user_app_passwords: 'on' });
  const scopes = [{ name: 'orders:read' }, { name: 'orders:write' }];
  await house.store.transaction((within) => createApi(within, { audience: ORDERS, scopes }, house.clock.now));
  const scope = 'openid profile email offline_access orders:read lanyard:admin';
  wiki = await house.addApplication({ ...WIKI, client_id: 'wiki', scope });
  await house.addApplication({ ...WIKI, client_id: 'other', scope });
  await house.addApplication({ ...WIKI, client_id: 'plain', dialect: 'native', scope });
  ({ app_password, password } = await make());
});

const make = (is_for: AppPasswordUse = forWiki(), expires_at?: number, name = 'Backup') =>
  house.store.transaction(async (within) =>
    createUserAppPassword(
      within,
      alice,
      { name, is_for, expires_at },
      (await house.context()).settings,
      house.clock.now,
    ),
  );
const forWiki = (): AppPasswordUse => ({ kind: 'application', application_id: wiki.id });
const ask = (fields: Asked = {}, dialect: 'authentik' | 'native' | 'gitea' = 'authentik') => {
  const all = { grant_type: 'client_credentials', username: 'alice', client_id: 'wiki', password, ...fields };
  return house.post('token', all, { dialect });
};
const token = async (fields: Asked = {}) => {
  const { status, body } = await ask(fields);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return String(body['access_token']);
};
const introspect = async (value: string) =>
  (await house.post('introspect', { token: value }, { authorization: basic('wiki') })).body;
const REFUSED = { status: 401, body: { error: 'invalid_client' } };
const grants = async () => house.store.collection('grants').find('user_id', alice.id);

describe('a program of a person', () => {
  it('gets the person’s token with all that the application may ask for, and neither ID token nor rights over the office', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'openid profile email orders:read' });
    expect(body).not.toHaveProperty('id_token');
    expect(body).not.toHaveProperty('refresh_token');
    const about = await introspect(String(body['access_token']));
    expect(about).toMatchObject({ active: true, client_id: 'wiki', username: 'alice' });
    const userinfo = await house.post('userinfo', {}, { authorization: `Bearer ${String(body['access_token'])}` });
    expect(userinfo.body).toMatchObject({ preferred_username: 'alice', email: 'alice@example.lan' });
  });

  it('gets less where it asks for less, and drops what there is no use for', async () => {
    expect((await ask({ scope: 'profile offline_access' })).body['scope']).toBe('profile');
  });

  it.each(['lanyard:admin', 'orders:write', 'profile lanyard:admin'])('may not ask for %s', async (scope) => {
    expect(await ask({ scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    expect(await ask({ scope: 'profile' })).toMatchObject({ status: 200 });
  });

  it('never names the admin API', async () => {
    const resource = 'http://lanyard.test/api/v1';
    expect(await ask({ resource })).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
  });

  it('needs no client_id: the app password is for one application', async () => {
    const { body } = await ask({ client_id: undefined });
    expect(await introspect(String(body['access_token']))).toMatchObject({ active: true, client_id: 'wiki' });
  });

  it('comes through a grant that says what it came from, and is alive while the app password is', async () => {
    const value = await token();
    const [grant] = await grants();
    if (grant === undefined) throw new Error('no grant');
    expect(grant).toMatchObject({ origin: { kind: 'app_password', app_password_id: app_password.id }, offline: false });
    expect(await cameFrom(grant, house.store)).toEqual({ kind: 'app_password', name: 'Backup' });
    expect(await isLiveGrant(house.store, grant, house.clock.now)).toBe(true);
    await house.store.transaction((within) => removeUserAppPassword(within, alice.id, app_password.id));
    expect(await isLiveGrant(house.store, grant, house.clock.now)).toBe(false);
    expect(await introspect(value)).toEqual({ active: false });
    expect(await ask()).toMatchObject(REFUSED);
  });

  it('writes down when the app password was used, at most once a minute', async () => {
    const used = async () => (await house.store.collection('user_app_passwords').get(app_password.id))?.used_at;
    expect(await used()).toBeUndefined();
    await token();
    const first = house.clock.now;
    house.clock.now += 30;
    await token();
    expect(await used()).toBe(first);
    house.clock.now += 60;
    await token();
    expect(await used()).toBe(house.clock.now);
  });
});

describe('is refused', () => {
  it.each([
    ['a wrong app password', () => ({ password: `${password}x` })],
    ['another person’s name', () => ({ username: 'bruno' })],
    ['nobody’s name', () => ({ username: 'nobody' })],
    ['the password that the person signs in with', () => ({ password: PASSWORD })],
    ['another application', () => ({ client_id: 'other' })],
    ['an application that is not there', () => ({ client_id: 'gone' })],
    ['the person’s own name as client_id', () => ({ client_id: 'alice' })],
    ['an application of another dialect', () => ({ client_id: 'plain' })],
  ])('%s', async (_what, change) => {
    await house.addUser({ username: 'bruno' });
    expect(await ask(change())).toMatchObject(REFUSED);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it.each(['native', 'gitea'] as const)('at the token endpoint of the dialect %s', async (dialect) => {
    expect(await ask({}, dialect)).toMatchObject(REFUSED);
    expect(await ask({ client_id: undefined }, dialect)).toMatchObject(REFUSED);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it.each(['introspect', 'revoke', 'par', 'device-authorization'] as const)('at %s', async (endpoint) => {
    const fields = { grant_type: 'client_credentials', username: 'alice', password, client_id: 'wiki', token: 'x' };
    expect(await house.post(endpoint, fields, { dialect: 'authentik' })).toMatchObject(REFUSED);
  });

  it('with one that is for calls of programs of a forge', async () => {
    const made = await make({ kind: 'forge', scope: ['read:user'] }, undefined, 'Git');
    expect(await ask({ password: made.password })).toMatchObject(REFUSED);
  });

  it('when it has expired, and what it got with it', async () => {
    const made = await make(forWiki(), house.clock.now + 600, 'Short');
    const { body } = await ask({ password: made.password });
    expect(body['expires_in']).toBe(600);
    house.clock.now += 599;
    expect(await introspect(String(body['access_token']))).toMatchObject({ active: true });
    expect(await ask({ password: made.password })).toMatchObject({ status: 200 });
    house.clock.now += 1;
    expect(await introspect(String(body['access_token']))).toEqual({ active: false });
    expect(await ask({ password: made.password })).toMatchObject(REFUSED);
  });

  it('when the office switches them off, and goes on when it switches them on again', async () => {
    const value = await token();
    await house.setSettings({ user_app_passwords: 'off' });
    expect(await ask()).toMatchObject(REFUSED);
    expect(await introspect(value)).toEqual({ active: false });
    await house.setSettings({ user_app_passwords: 'on' });
    expect(await introspect(value)).toMatchObject({ active: true });
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('by the access policy: a person in none of the allowed groups', async () => {
    const value = await token();
    const change = (groups: readonly string[]) =>
      house.store.transaction((within) => changeUser(within, alice.id, { groups }, house.clock.now));
    await house.store.transaction((within) =>
      changeApplication(within, 'wiki', { allowed_groups: ['staff'] }, house.clock.now),
    );
    expect(await ask()).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await introspect(value)).toEqual({ active: false });
    await change(['staff']);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('at an application that is disabled, or speaks another dialect since', async () => {
    const value = await token();
    const change = (changes: Partial<Application>) =>
      house.store.transaction((within) => changeApplication(within, 'wiki', changes, house.clock.now));
    await change({ disabled: true });
    expect(await ask()).toMatchObject(REFUSED);
    expect(await introspect(value)).not.toMatchObject({ active: true });
    await change({ disabled: false });
    expect(await ask()).toMatchObject({ status: 200 });
    await change({ dialect: 'native' });
    expect(await ask()).toMatchObject(REFUSED);
    expect(await introspect(value)).toEqual({ active: false });
  });

  it('when the person is switched off, and does not come back with them', async () => {
    const value = await token();
    const change = (disabled: boolean) =>
      house.store.transaction(async (within) => {
        const changed = await changeUser(within, alice.id, { disabled }, house.clock.now);
        await endWhatIsLost(within, { ...changed, disabled: !disabled }, changed, house.clock.now);
      });
    await change(true);
    expect(await ask()).toMatchObject(REFUSED);
    await change(false);
    expect(await ask()).toMatchObject(REFUSED);
    expect(await introspect(value)).toEqual({ active: false });
  });

  it('when person or application is removed, which takes the app passwords along', async () => {
    const left = async () => (await house.store.collection('user_app_passwords').list({ limit: 10 })).items.length;
    await house.store.transaction((within) => removeApplication(within, wiki, house.clock.now));
    expect(await left()).toBe(0);
    await make({ kind: 'forge', scope: ['read:user'] });
    expect(await left()).toBe(1);
    await house.store.transaction((within) => removeUser(within, alice.id, house.clock.now));
    expect(await left()).toBe(0);
  });
});

describe('guessing', () => {
  it('ends after as many failures as with the password of a sign-in, alike for somebody and for nobody', async () => {
    await house.setSettings({ login_attempts_per_minute: 5 });
    for (const username of ['alice', 'nobody']) {
      const statuses = [];
      for (let count = 0; count < 6; count += 1) {
        statuses.push((await ask({ username, password: `${password}${count}` })).status);
      }
      expect([username, ...statuses]).toEqual([username, 401, 401, 401, 401, 401, 429]);
    }
    expect(await ask()).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    house.clock.now += 61;
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('is counted where twenty come at once, and never shuts the sign-in page', async () => {
    await house.setSettings({ login_attempts_per_minute: 5 });
    const all = await Promise.all(Array.from({ length: 20 }, (_, at) => ask({ password: `${password}${at}` })));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(all.filter(({ status }) => status === 429)).toHaveLength(15);
    const told = house.counts.peek().map(({ type, about, count }) => ({ type, about, count }));
    expect(told).toContainEqual({ type: 'own_app_password.turned_away', about: 'alice', count: 15 });
  });

  it('does not count what was right: twenty at once get twenty tokens', async () => {
    await house.setSettings({ login_attempts_per_minute: 5 });
    const all = await Promise.all(Array.from({ length: 20 }, () => ask()));
    expect(new Set(all.map(({ body }) => body['access_token'])).size).toBe(20);
    expect(all.every(({ status }) => status === 200)).toBe(true);
  });

  it('is kept under its hash alone', async () => {
    expect(app_password.hash).toBe(hashSecret(password));
    expect(JSON.stringify(await house.store.collection('user_app_passwords').list({ limit: 10 }))).not.toContain(
      password,
    );
  });
});
