/** What brought itself here and was never used goes after as many days as the setting says, and nothing else does. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { NewApplication } from '../../server/directory/applications.ts';
import { findApplication } from '../../server/directory/applications.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { removeUnusedJob } from '../../server/jobs/remove-unused.ts';
import { buildHouse, type House } from '../support/house.ts';
import { authorize, CALLBACK } from '../support/sign-in.ts';

const DAY_S = 24 * 3600;
const registration = { token_hash: hashSecret('its token') };

let house: House;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ registration_unused_days: 30 });
});

const add = (fields: NewApplication) => house.addApplication({ redirect_uris: [CALLBACK], ...fields });
const isThere = async (client_id: string) => (await findApplication(house.store, client_id)) !== undefined;
async function after(days: number): Promise<void> {
  house.clock.now += days * DAY_S;
  await removeUnusedJob(house.store, () => house.clock.now).run();
}

test('one that nobody used is removed, and the audit log says so', async () => {
  await add({ client_id: 'app', registration });
  await after(29);
  expect(await isThere('app')).toBe(true);
  await after(2);
  expect(await isThere('app')).toBe(false);
  const { items } = await house.store.collection('audit_events').list({ limit: 100 });
  expect(items.at(-1)).toMatchObject({ type: 'application.lapsed', actor: '', target: 'app' });
});

test('one that waits, or describes itself at an address, is removed as well', async () => {
  await add({ client_id: 'waits', registration: { ...registration, awaits_approval: true }, disabled: true });
  await add({ client_id: 'https://app.test/doc', registration: { document: { read_at: 1, fresh_until: 2 } } });
  await after(31);
  expect([await isThere('waits'), await isThere('https://app.test/doc')]).toEqual([false, false]);
});

test('one that waits has two weeks, or less where the setting says so', async () => {
  await house.setSettings({ registration_unused_days: 90 });
  const waiting = { registration: { ...registration, awaits_approval: true as const }, disabled: true };
  await add({ client_id: 'waits', ...waiting });
  await add({ client_id: 'app', registration });
  await after(13);
  expect([await isThere('waits'), await isThere('app')]).toEqual([true, true]);
  await after(2);
  expect([await isThere('waits'), await isThere('app')]).toEqual([false, true]);
  await house.setSettings({ registration_unused_days: 3 });
  await add({ client_id: 'waits too', ...waiting });
  await after(4);
  expect(await isThere('waits too')).toBe(false);
});

describe('stays', () => {
  test('what an admin entered', async () => {
    await add({ client_id: 'app' });
    await after(1000);
    expect(await isThere('app')).toBe(true);
  });

  test('what somebody signed in to, however long ago', async () => {
    await house.addUser({ username: 'alice' });
    await add({ client_id: 'app', registration, scope: 'openid profile' });
    await authorize(house, house.browser(), { scope: 'openid profile' });
    await after(1000);
    expect(await isThere('app')).toBe(true);
  });

  test('what an admin lets act for itself', async () => {
    await add({ client_id: 'app', registration, grant_types: ['client_credentials'], redirect_uris: [] });
    await after(1000);
    expect(await isThere('app')).toBe(true);
  });

  test('everything, where the setting is 0', async () => {
    await house.setSettings({ registration_unused_days: 0 });
    await add({ client_id: 'app', registration });
    await after(1000);
    expect(await isThere('app')).toBe(true);
  });
});
