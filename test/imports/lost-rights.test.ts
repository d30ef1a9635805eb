/** What an office file takes away: with the rights of a person goes what they have, and the last admin stays. */
import { beforeEach, expect, it } from 'vitest';
import { createPanelSession } from '../../server/directory/panel-sessions.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { findUserByUsername } from '../../server/directory/users.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { aGrant, aSession, NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

const passwords = createPasswordHasher();
const seal = (plain: string) => `sealed ${plain}`;

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

function importObject(document: object) {
  const read = readConfiguration(JSON.stringify({ lanyard: 1, ...document }));
  if ('refusals' in read) throw new Error(`refused: ${JSON.stringify(read.refusals)}`);
  const importing = {
    store,
    passwords,
    now: NOW,
    actor: 'operator',
    secrets: OPEN_SEALING,
    defaultsFor: () => ({}),
    seal,
  };
  return importConfiguration(importing, read.document);
}

it('whoever a file switches off loses sessions, grants and the panel, and whoever stays keeps them', async () => {
  await importObject({ users: ['ada', 'bob', 'eve'].map((username) => ({ username, admin: true })) });
  const people = await Promise.all(['ada', 'bob', 'eve'].map((username) => findUserByUsername(store, username)));
  for (const user of people) {
    if (user === undefined) throw new Error('nobody there');
    const opened = { user, address: '192.0.2.1', user_agent: '', confirmed: true };
    await store.transaction((within) => createPanelSession(within, opened, NOW));
    const mine = { user_id: user.id, expires_at: NOW + 3600 };
    await store.collection('sessions').insert(aSession({ ...mine, id: user.username, sid: user.username }));
    await store.collection('grants').insert(aGrant({ ...mine, id: user.username, sid: user.username }));
  }
  await importObject({
    users: [
      { username: 'ada', name: 'Ada' },
      { username: 'bob', disabled: true },
      { username: 'eve', admin: false },
    ],
  });
  const left = await Promise.all(
    people.map(async (user) => [
      user?.username,
      (await store.collection('panel_sessions').find('user_id', user?.id ?? '')).length,
      (await store.collection('sessions').find('user_id', user?.id ?? '')).filter((each) => each.ended_at === undefined)
        .length,
      (await store.collection('grants').get(user?.username ?? ''))?.revoked_because,
    ]),
  );
  expect(left).toEqual([
    ['ada', 1, 1, undefined],
    ['bob', 0, 0, 'the person was switched off'],
    ['eve', 0, 1, undefined],
  ]);
});

it('the last admin who can sign in is not taken by a file, while one without a password may go', async () => {
  await importObject({
    users: [
      { username: 'ada', admin: true, password: 'a password of ada' },
      { username: 'eve', admin: true },
    ],
  });
  const reason = 'would lose the rights of the last admin among people';
  expect(await importObject({ users: [{ username: 'ada', admin: false }] })).toEqual({
    refusals: [expect.objectContaining({ reason })],
  });
  expect(await importObject({ users: [{ username: 'eve', admin: false }] })).toMatchObject({ changed: ['user eve'] });
});
