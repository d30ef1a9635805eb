/** Gitea's and Forgejo's REST calls with an app password of a person in the place of a token. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createUserAppPassword, removeUserAppPassword } from '../../server/directory/user-app-passwords.ts';
import { changeUser } from '../../server/directory/users.ts';
import { CLIENT_DESK } from '../../server/engine/client-desk.ts';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import { findLiveToken } from '../../server/engine/tokens/lookup.ts';
import { createFacades } from '../../server/facades/index.ts';
import { defaultsFor } from '../../server/http/of-dialect.ts';
import type { User } from '../../server/storage/records/directory.ts';
import type { AppPasswordUse, UserAppPassword } from '../../server/storage/records/user-app-passwords.ts';
import { aCall } from '../support/facade-call.ts';
import { basic, buildHouse, type House, ORIGIN, PASSWORD } from '../support/house.ts';
import { furnish } from '../support/sign-in.ts';

const facades = createFacades({
  findToken: findLiveToken,
  clients: CLIENT_DESK,
  appPasswords: APP_PASSWORD_DESK,
  sign_in: SIGN_IN_DESK,
  defaultsFor,
});

let house: House;
let alice: User;
let password: string;
let app_password: UserAppPassword;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice;
  await house.setSettings({ user_app_passwords: 'on' });
  ({ password, app_password } = await make(['read:user']));
});

async function make(scope: readonly string[], expires_at?: number, use?: AppPasswordUse) {
  const is_for = use ?? { kind: 'forge', scope };
  const { settings } = await house.context();
  const input = { name: scope.join(' ') || 'Wiki', is_for, expires_at };
  return house.store.transaction((within) => createUserAppPassword(within, alice, input, settings, house.clock.now));
}

describe.each(['gitea', 'forgejo'] as const)('%s', (dialect) => {
  async function call(path: string, authorization: string | undefined, method = 'GET', body?: unknown) {
    const row = facades.find(
      (each) => each.dialect === dialect && each.method === method && each.paths[0] === `/api/v1/${path}`,
    );
    if (row === undefined) throw new Error(`nothing answers ${path}`);
    const asked = aCall({ authorization, query: '', url: `${ORIGIN}/api/v1/${path}`, parameters: {}, body });
    const answer = await row.answer(asked, await house.context(dialect));
    return { status: answer.status, body: answer.kind === 'json' ? answer.body : {} };
  }
  const as = (username: string, secret: string) => `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
  const WRONG = { status: 401, body: { message: 'invalid username, password or token' } };

  it('takes it with the username, alone as a token, and as Git sends it', async () => {
    const ways = [
      as('alice', password),
      as('ALICE', password),
      `token ${password}`,
      `Bearer ${password}`,
      as(password, ''),
      as(password, 'x-oauth-basic'),
    ];
    for (const way of ways) expect([way, await call('user', way)]).toMatchObject([way, { status: 200 }]);
    expect((await call('user', `token ${password}`)).body).toMatchObject({
      login: 'alice',
      email: 'alice@example.lan',
    });
  });

  it('reaches what was ticked, with all that it includes, and nothing else', async () => {
    expect(await call('user/orgs', as('alice', password))).toMatchObject({ status: 403 });
    expect(await call('user/emails', as('alice', password))).toMatchObject({ status: 200 });
    const { password: wider } = await make(['read:organization', 'write:user']);
    expect(await call('user/orgs', as('alice', wider))).toMatchObject({ status: 200 });
    expect(await call('user/emails', as('alice', wider))).toMatchObject({ status: 200 });
  });

  it('writes only where that was ticked', async () => {
    await house.setSettings({ user_applications: 'open' });
    const tool = { name: 'Tool', redirect_uris: ['https://tool.test/callback'] };
    const path = 'user/applications/oauth2';
    expect(await call(path, as('alice', password), 'POST', tool)).toMatchObject({ status: 403 });
    const { password: writes } = await make(['write:user']);
    expect(await call(path, as('alice', writes), 'POST', tool)).toMatchObject({ status: 201 });
  });

  it.each([
    ['a wrong one', () => as('alice', `${password}x`)],
    ['a wrong one alone', () => `token ${password}x`],
    ['somebody else’s', () => as('bruno', password)],
    ['nobody’s', () => as('nobody', password)],
    ['the password that the person signs in with', () => as('alice', PASSWORD)],
    ['a client’s secret', () => basic('app')],
  ])('refuses %s', async (_what, way) => {
    await house.addUser({ username: 'bruno' });
    expect(await call('user', way())).toMatchObject(WRONG);
    expect(await call('user', as('alice', password))).toMatchObject({ status: 200 });
  });

  it('refuses one that is for an application', async () => {
    const made = await make([], undefined, { kind: 'application', application_id: 'some-application' });
    expect(await call('user', as('alice', made.password))).toMatchObject(WRONG);
    expect(await call('user', `token ${made.password}`)).toMatchObject(WRONG);
  });

  it('refuses it once it has expired, is deleted, or the office switched them off', async () => {
    const short = await make(['read:organization'], house.clock.now + 60);
    expect(await call('user', `token ${short.password}`)).toMatchObject({ status: 200 });
    house.clock.now += 60;
    expect(await call('user', `token ${short.password}`)).toMatchObject(WRONG);
    expect(await call('user', as('alice', short.password))).toMatchObject(WRONG);
    await house.setSettings({ user_app_passwords: 'off' });
    expect(await call('user', as('alice', password))).toMatchObject(WRONG);
    await house.setSettings({ user_app_passwords: 'on' });
    expect(await call('user', as('alice', password))).toMatchObject({ status: 200 });
    await house.store.transaction((within) => removeUserAppPassword(within, alice.id, app_password.id));
    expect(await call('user', as('alice', password))).toMatchObject(WRONG);
  });

  it('refuses that of a person who is switched off', async () => {
    const change = (disabled: boolean) =>
      house.store.transaction((within) => changeUser(within, alice.id, { disabled }, house.clock.now));
    await change(true);
    expect(await call('user', `token ${password}`)).toMatchObject(WRONG);
    await change(false);
    expect(await call('user', `token ${password}`)).toMatchObject({ status: 200 });
  });

  it('slows guessing down, alike for somebody and for nobody, and leaves tokens alone', async () => {
    await house.setSettings({ login_attempts_per_minute: 3 });
    for (const username of ['alice', 'nobody']) {
      const statuses = [];
      for (let count = 0; count < 4; count += 1)
        statuses.push((await call('user', as(username, `${password}${count}`))).status);
      expect([username, ...statuses]).toEqual([username, 401, 401, 401, 429]);
    }
    // Alone it names nobody: a whole network has ten times as many.
    for (let count = 0; count < 30; count += 1)
      expect(await call('user', `token ${password}${count}`)).toMatchObject(WRONG);
    expect((await call('user', `token ${password}x`)).status).toBe(429);
    // What came alone and looks like no app password was a token that has ended.
    for (let count = 0; count < 6; count += 1) expect(await call('user', 'token gone')).toMatchObject(WRONG);
    house.clock.now += 61;
    expect(await call('user', as('alice', password))).toMatchObject({ status: 200 });
  });

  it('lets twenty in at once', async () => {
    await house.setSettings({ login_attempts_per_minute: 3 });
    const all = await Promise.all(Array.from({ length: 20 }, () => call('user', as('alice', password))));
    expect(all.every(({ status }) => status === 200)).toBe(true);
    expect((await house.store.collection('user_app_passwords').get(app_password.id))?.used_at).toBe(house.clock.now);
  });
});
