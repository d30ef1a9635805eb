/** The tokens of a service account: they end with the app password that they were got with, and when it is switched off. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createAppPassword } from '../../../server/directory/app-passwords.ts';
import { removeOwnTokens } from '../../../server/directory/grants.ts';
import { changeServiceAccount, createServiceAccount } from '../../../server/directory/service-accounts.ts';
import type { ServiceAccount } from '../../../server/storage/records/directory.ts';
import { basic, buildHouse, type House } from '../../support/house.ts';

let house: House;
let bot: ServiceAccount;
beforeEach(async () => {
  house = await buildHouse();
  bot = await house.store.transaction((within) =>
    createServiceAccount(within, { username: 'bot', scope: 'read' }, house.clock.now),
  );
  await house.addApplication({ client_id: 'desk', redirect_uris: ['https://desk.test/cb'] });
  const alg = { access_token_format: 'jwt', access_token_signed_response_alg: 'ES256' } as const;
  await house.addApplication({ client_id: 'jwt', redirect_uris: ['https://jwt.test/cb'], scope: 'read', ...alg });
});

async function addPassword(name: string) {
  const made = await house.store.transaction((within) => createAppPassword(within, bot, { name }, house.clock.now));
  return { id: made.app_password.id, password: made.password ?? '' };
}

async function tokenBy(password: string, client_id?: string): Promise<string> {
  const asked = { grant_type: 'client_credentials', username: 'bot', password, client_id };
  const { body } = await house.post('token', asked);
  expect(body).toMatchObject({ access_token: expect.any(String) });
  return String(body['access_token']);
}

async function isActive(token: string): Promise<unknown> {
  return (await house.post('introspect', { token }, { authorization: basic('desk') })).body['active'];
}

const change = (fields: { readonly disabled: boolean }) =>
  house.store.transaction((within) => changeServiceAccount(within, bot.id, fields, house.clock.now));

describe.each([
  ['opaque', undefined],
  ['jwt', 'jwt'],
])('an %s token', (_format, client_id) => {
  it('ends with the app password that it was got with, and with no other', async () => {
    const [one, two] = [await addPassword('one'), await addPassword('two')];
    const [first, second] = [await tokenBy(one.password, client_id), await tokenBy(two.password, client_id)];
    expect([await isActive(first), await isActive(second)]).toEqual([true, true]);
    await house.store.collection('app_passwords').remove(one.id);
    expect([await isActive(first), await isActive(second)]).toEqual([false, true]);
  });

  it('stays dead when the account was switched off and on again, and a new one lives', async () => {
    const { password } = await addPassword('one');
    const before = await tokenBy(password, client_id);
    await change({ disabled: true });
    expect(await isActive(before)).toBe(false);
    house.clock.now += 1;
    await change({ disabled: false });
    expect([await isActive(before), await isActive(await tokenBy(password, client_id))]).toEqual([false, true]);
  });
});

it('an application of the same name takes nothing of it along', async () => {
  const { password } = await addPassword('one');
  const own = await tokenBy(password);
  await house.addApplication({
    client_id: 'bot',
    grant_types: ['client_credentials'],
    redirect_uris: [],
    scope: 'read',
  });
  const { body } = await house.post('token', { grant_type: 'client_credentials' }, { authorization: basic('bot') });
  const theirs = String(body['access_token']);
  expect([await isActive(own), await isActive(theirs)]).toEqual([true, true]);
  const removed = await house.store.transaction((within) => removeOwnTokens(within, 'bot', house.clock.now));
  expect([removed, await isActive(own), await isActive(theirs)]).toEqual([1, true, false]);
});
