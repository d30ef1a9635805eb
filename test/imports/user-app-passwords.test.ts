/** App passwords of people in the configuration document: brought in under their hashes, and taken out as they came. */
import { OPEN_SEALING } from '../support/open-sealing.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { verifyUserAppPassword } from '../../server/directory/verify-user-app-password.ts';
import { exportConfiguration } from '../../server/exports/configuration.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

const PASSWORD = 'lanyard_0123456789012345678901234567890123456789012';
const GIT = { username: 'alice', name: 'Git', password_hash: hashSecret(PASSWORD), scope: 'read:user write:user' };
const BACKUP = {
  username: 'alice',
  name: 'Backup',
  password_hash: hashSecret(`${PASSWORD}x`),
  application: 'wiki',
  expires_at: NOW + 100,
};
const OFFICE = {
  lanyard: 1,
  users: [{ username: 'alice' }, { username: 'gone', disabled: true }],
  applications: [{ client_id: 'wiki', dialect: 'authentik', redirect_uris: ['https://wiki.test/callback'] }],
};

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

async function bring(document: object) {
  const read = readConfiguration(JSON.stringify(document));
  if ('refusals' in read) return read;
  const passwords = createPasswordHasher();
  return importConfiguration(
    {
      store,
      passwords,
      now: NOW,
      actor: 'operator',
      defaultsFor: () => ({}),
      seal: (plain) => plain,
      secrets: OPEN_SEALING,
    },
    read.document,
  );
}

const records = async () => (await store.collection('user_app_passwords').list({ limit: 10 })).items;

it('brings them in with the office, and lets their programs in', async () => {
  const result = await bring({ ...OFFICE, user_app_passwords: [GIT, BACKUP] });
  expect(result).toMatchObject({ created: expect.arrayContaining(['app password Git of alice']) });
  const presented = { username: 'alice', password: PASSWORD };
  expect((await verifyUserAppPassword(store, presented, NOW))?.app_password.is_for).toEqual({
    kind: 'forge',
    scope: ['read:user', 'write:user'],
  });
});

it('takes them out as they came, and a second import changes nothing', async () => {
  await bring({ ...OFFICE, user_app_passwords: [GIT, BACKUP] });
  const text = await exportConfiguration(store);
  const document: { readonly user_app_passwords: unknown } = parse(text);
  expect(document.user_app_passwords).toEqual([BACKUP, GIT]);
  expect(text).not.toContain(PASSWORD);
  expect(await bring(document)).toMatchObject({ created: [], changed: [] });
  const elsewhere = createMemoryStore();
  store = elsewhere;
  await bring(document);
  expect(await exportConfiguration(elsewhere)).toBe(text);
});

it('changes what the document says, by the person and the name', async () => {
  await bring({ ...OFFICE, user_app_passwords: [BACKUP] });
  await bring({ lanyard: 1, user_app_passwords: [{ ...BACKUP, username: 'ALICE', expires_at: NOW + 200 }] });
  expect(await records()).toMatchObject([{ name: 'Backup', expires_at: NOW + 200 }]);
});

describe('refuses, and applies nothing then:', () => {
  it.each([
    ['somebody who is not there', { username: 'nobody' }, '/username'],
    ['somebody who is disabled', { username: 'gone' }, '/username'],
    ['an application that is not there', { scope: undefined, application: 'gone' }, '/application'],
    ['both of application and scope', { application: 'wiki' }, '/application'],
    ['neither of application and scope', { scope: undefined }, '/application'],
    ['a scope that is not theirs', { scope: 'lanyard:admin' }, '/scope'],
    ['one in clear', { password: PASSWORD }, ''],
    ['no hash', { password_hash: 'x' }, '/password_hash'],
    ['the hash of another', { password_hash: BACKUP.password_hash }, '/password_hash'],
  ])('%s', async (_what, change, place) => {
    const entries = [BACKUP, { ...GIT, ...change }];
    const result = await bring({ ...OFFICE, user_app_passwords: entries });
    expect(result).toMatchObject({ refusals: [{ path: expect.stringContaining('user_app_passwords[1]') }] });
    expect(JSON.stringify(result)).toContain(place.slice(1));
    expect(await records()).toEqual([]);
  });
});
