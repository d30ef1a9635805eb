/** Usernames from when they could hold a space: whoever has one keeps it, and nobody else gets one. */
import { beforeEach, expect, test } from 'vitest';
import { changeUser, createUser, findUserByUsername } from '../../server/directory/users.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { aUser, NOW } from '../support/records.ts';

const OLD = aUser({ username: 'Ada Lovelace', username_key: 'ada lovelace' });

let store: Store;
beforeEach(async () => {
  store = createMemoryStore();
  await store.collection('users').insert(OLD);
});

test('are found as they are typed to sign in', async () => {
  expect(await findUserByUsername(store, 'ada  lovelace')).toEqual(OLD);
});

test('stay with whoever has one, whatever else is changed', async () => {
  const changed = await store.transaction((within) =>
    changeUser(within, OLD.id, { username: 'ADA Lovelace', name: 'Ada' }, NOW),
  );
  expect(changed).toMatchObject({ username: 'ADA Lovelace', name: 'Ada' });
});

test('are given to nobody, neither new nor renamed', async () => {
  const refused = { code: 'invalid', message: expect.stringContaining('holds a space') };
  const make = store.transaction((within) => createUser(within, { username: 'Bob Builder' }, NOW));
  await expect(make).rejects.toMatchObject(refused);
  const rename = store.transaction((within) => changeUser(within, OLD.id, { username: 'Countess Ada' }, NOW));
  await expect(rename).rejects.toMatchObject(refused);
});
