import { beforeEach, describe, expect, it } from 'vitest';
import { createAppPassword, findAppPassword, verifyAppPassword } from '../../server/directory/app-passwords.ts';
import type { NewAppPassword } from '../../server/directory/app-passwords.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import type { ServiceAccount } from '../../server/storage/records/directory.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

let store: Store;
let account: ServiceAccount;
beforeEach(async () => {
  store = createMemoryStore();
  account = await store.transaction((within) => createServiceAccount(within, { username: 'ci-bot' }, NOW));
});

const add = (input: NewAppPassword) => store.transaction((within) => createAppPassword(within, account, input, NOW));

describe('an app password', () => {
  it('is made once and kept as a hash only', async () => {
    const { app_password, password = '' } = await add({ name: 'main' });
    expect(password).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await findAppPassword(store, account.id, 'main')).toEqual(app_password);
    expect(app_password).toMatchObject({ hash: hashSecret(password), created_at: NOW, name: 'main' });
  });

  it('lets its account in, by any spelling of the username', async () => {
    await add({ name: 'main', hash: hashSecret('password-of-main') });
    await add({ name: 'other', hash: hashSecret('password-of-other') });
    expect(await verifyAppPassword(store, 'ci-bot', 'password-of-main', NOW)).toMatchObject({ account });
    expect(await verifyAppPassword(store, 'CI-BOT', 'password-of-other', NOW)).toMatchObject({ account });
  });

  it('lets nobody in with a wrong password, an unknown name, or another account’s password', async () => {
    await add({ name: 'main', hash: hashSecret('password-of-main') });
    await store.transaction((within) => createServiceAccount(within, { username: 'other-bot' }, NOW));
    expect(await verifyAppPassword(store, 'ci-bot', 'wrong', NOW)).toBeUndefined();
    expect(await verifyAppPassword(store, 'ci-bot', '', NOW)).toBeUndefined();
    expect(await verifyAppPassword(store, 'nobody', 'password-of-main', NOW)).toBeUndefined();
    expect(await verifyAppPassword(store, 'other-bot', 'password-of-main', NOW)).toBeUndefined();
  });

  it('stops when it expires', async () => {
    const { password = '' } = await add({ name: 'short', expires_at: NOW + 60 });
    expect(await verifyAppPassword(store, 'ci-bot', password, NOW + 59)).toMatchObject({ account });
    expect(await verifyAppPassword(store, 'ci-bot', password, NOW + 60)).toBeUndefined();
  });

  it('has a name that its account uses once, also when two are made at the same moment', async () => {
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => add({ name: 'main' })));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await store.collection('app_passwords').find('service_account_id', account.id)).toHaveLength(1);
  });

  it('answers every one of many that ask at once', async () => {
    const { password = '' } = await add({ name: 'main' });
    const asked = Array.from({ length: 50 }, (_, i) =>
      verifyAppPassword(store, 'ci-bot', i % 2 === 0 ? password : 'wrong', NOW),
    );
    expect((await Promise.all(asked)).map((found) => found?.account.id)).toEqual(
      asked.map((_, i) => (i % 2 === 0 ? account.id : undefined)),
    );
  });
});
