/** The first admin of an office: in the very next list of the admin API, whatever was asked of it before. */
import { expect, it } from 'vitest';
import { createSetupDesk, type Visit } from '../../server/admin/first-admin.ts';
import { createRegister } from '../../server/admin/register.ts';
import { USER_ORDER } from '../../server/admin/users-api.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { DEFAULT_SETTINGS } from '../../server/directory/settings.ts';
import { parseParams } from '../../server/spec/params.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

const FORM = parseParams(
  new URLSearchParams({
    issuer_name: 'New Office',
    username: 'founder',
    password: 'a password of the founder',
    password_again: 'a password of the founder',
  }).toString(),
);

it('is found by a register that was asked before, also after a change that came to nothing', async () => {
  const store = createMemoryStore();
  const visit: Visit = {
    store,
    settings: DEFAULT_SETTINGS,
    passwords: createPasswordHasher(),
    now: NOW,
    address: '127.0.0.1',
    user_agent: 'a browser',
  };
  const register = createRegister();
  const usernames = async () =>
    (await register.roll('users', USER_ORDER, store)).by('username').map(({ record }) => record.username);
  expect(await usernames()).toEqual([]);
  register.note(1, [['groups', 'never-written']]);
  const desk = createSetupDesk('token', { amr: ['pwd'], acr: 'urn:test' }, undefined, register);
  expect(await desk.makeFirstAdmin(FORM, visit)).toMatchObject({ kind: 'made' });
  expect(await usernames()).toEqual(['founder']);
});
