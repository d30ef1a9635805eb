/** Ory's admin API with an app password of a service account in the place of a token. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createAppPassword } from '../../server/directory/app-passwords.ts';
import { changeServiceAccount, createServiceAccount } from '../../server/directory/service-accounts.ts';
import { createUserAppPassword } from '../../server/directory/user-app-passwords.ts';
import { CLIENT_DESK } from '../../server/engine/client-desk.ts';
import { APP_PASSWORD_DESK } from '../../server/engine/prove-app-password.ts';
import { findUnboundToken } from '../../server/engine/presented-token.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import type { Office } from '../../server/facades/facade.ts';
import { createFacades } from '../../server/facades/index.ts';
import { defaultsFor } from '../../server/http/of-dialect.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import type { ServiceAccount } from '../../server/storage/records/directory.ts';
import { aCall } from '../support/facade-call.ts';
import { buildHouse, type House, ORIGIN, PASSWORD } from '../support/house.ts';
import { furnish } from '../support/sign-in.ts';

/** The calls below need nothing of the office but who asks. */
const office = { house: {}, appPasswords: APP_PASSWORD_DESK } as unknown as Office;
const facades = createFacades(
  {
    findToken: findUnboundToken,
    clients: CLIENT_DESK,
    appPasswords: APP_PASSWORD_DESK,
    sign_in: SIGN_IN_DESK,
    defaultsFor,
  },
  office,
);

let house: House;
let account: ServiceAccount;
let key: string;
beforeEach(async () => {
  house = await buildHouse();
  account = await house.store.transaction((within) =>
    createServiceAccount(within, { username: 'ory-program', admin: true }, house.clock.now),
  );
  key = await makeKey(account);
});

async function makeKey(of: ServiceAccount, changes: { readonly hash?: string; readonly expires_at?: number } = {}) {
  const made = await house.store.transaction((within) =>
    createAppPassword(within, of, { name: `key ${Object.keys(changes).join()}`, ...changes }, house.clock.now),
  );
  return made.password ?? '';
}

async function call(authorization: string | undefined, address = '192.0.2.7') {
  const row = facades.find(({ dialect, paths }) => dialect === 'ory' && paths[0] === '/admin/oauth2/introspect');
  if (row === undefined) throw new Error('nothing introspects');
  const asked = aCall({ authorization, url: `${ORIGIN}/admin/oauth2/introspect`, body: 'token=of-nobody' });
  const answer = await row.answer(asked, await house.context('ory', address));
  return { status: answer.status, headers: answer.headers, body: answer.kind === 'json' ? answer.body : {} };
}
const bearer = (value: string, address?: string) => call(`Bearer ${value}`, address);
const counted = () => house.counts.peek().map(({ type, about, because, count }) => [type, about, because, count]);
const WRONG = { status: 401, body: { error: 'request_unauthorized' } };

describe('what opens it', () => {
  it('is the app password of an account that is an admin, for as long as it is one', async () => {
    expect(await bearer(key)).toMatchObject({ status: 200, body: { active: false } });
    house.clock.now += 400 * 86_400;
    expect(await bearer(key)).toMatchObject({ status: 200 });
    await change({ admin: false });
    expect(await bearer(key)).toMatchObject({ status: 403, body: { error: 'request_forbidden' } });
    await change({ admin: true, disabled: true });
    expect(await bearer(key)).toMatchObject(WRONG);
  });

  it('is not one that has run out, was deleted, or is two accounts’', async () => {
    const short = await makeKey(account, { expires_at: house.clock.now + 60 });
    expect(await bearer(short)).toMatchObject({ status: 200 });
    house.clock.now += 60;
    expect(await bearer(short)).toMatchObject(WRONG);
    const another = await house.store.transaction((within) =>
      createServiceAccount(within, { username: 'another', admin: true }, house.clock.now),
    );
    await makeKey(another, { hash: hashSecret(key) });
    expect(await bearer(key)).toMatchObject(WRONG);
    const kept = await house.store.collection('app_passwords').find('service_account_id', another.id);
    for (const { id } of kept) await house.store.collection('app_passwords').remove(id);
    expect(await bearer(key)).toMatchObject({ status: 200 });
    for (const { id } of await house.store.collection('app_passwords').find('service_account_id', account.id)) {
      await house.store.collection('app_passwords').remove(id);
    }
    expect(await bearer(key)).toMatchObject(WRONG);
  });

  it('is nothing of a person, and nothing that came by Basic', async () => {
    const { alice } = await furnish(house);
    await house.setSettings({ user_app_passwords: 'on' });
    const { settings } = await house.context();
    const input = { name: 'Wiki', is_for: { kind: 'forge', scope: ['read:user'] }, expires_at: undefined } as const;
    const own = await house.store.transaction((within) =>
      createUserAppPassword(within, alice, input, settings, house.clock.now),
    );
    const basic = `Basic ${Buffer.from(`ory-program:${key}`).toString('base64')}`;
    for (const way of [`Bearer ${own.password}`, `Bearer ${PASSWORD}`, basic, `token ${key}`, key, undefined]) {
      expect([way, await call(way)]).toMatchObject([way, WRONG]);
    }
  });

  const change = (changes: Partial<ServiceAccount>) =>
    house.store.transaction((within) => changeServiceAccount(within, account.id, changes, house.clock.now));
});

describe('guessing', () => {
  it('is slowed down by network, counted, and lets others in', async () => {
    await house.setSettings({ login_attempts_per_minute: 1 });
    for (let guess = 0; guess < 10; guess += 1) expect(await bearer(`guess-${guess}`)).toMatchObject(WRONG);
    expect(await bearer(key)).toMatchObject({
      status: 429,
      headers: { 'retry-after': '60' },
      body: { error: 'too_many_attempts' },
    });
    expect(await bearer(key, '198.51.100.9')).toMatchObject({ status: 200 });
    expect(counted()).toEqual([
      ['app_password.turned_away', '', 'wrong credentials', 10],
      ['app_password.turned_away', '', 'too many attempts', 1],
      ['app_password.used', 'ory-program', '', 1],
    ]);
    house.clock.now += 60;
    expect(await bearer(key)).toMatchObject({ status: 200 });
  });

  it('is not what a token that has run out is taken for', async () => {
    for (const over of ['ory_at_something', 'eyJhbGciOiJSUzI1NiJ9.e30.x'])
      expect(await bearer(over)).toMatchObject(WRONG);
    expect(counted()).toEqual([]);
  });
});
