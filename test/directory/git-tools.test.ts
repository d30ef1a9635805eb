import { beforeEach, expect, it } from 'vitest';
import { changeApplication, createApplication, findApplication } from '../../server/directory/applications.ts';
import { changeSettings } from '../../server/directory/settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Settings } from '../../server/storage/records/directory.ts';
import type { Store } from '../../server/storage/store.ts';
import { aGrant, NOW } from '../support/records.ts';

const HELPER = 'a4792ccc-144e-407e-86c9-5e7d8d9c3269';

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const set = (git_tools: Settings['git_tools']) =>
  store.transaction((within) => changeSettings(within, { git_tools }, NOW));
const all = async () => (await store.collection('applications').list({ limit: 10 })).items;

it('Git’s helpers and tea are not here until an admin says so', async () => {
  await store.transaction((within) => changeSettings(within, { issuer_name: 'Office' }, NOW));
  expect(await all()).toEqual([]);
});

it('are public then, on this computer alone, with PKCE', async () => {
  await set('forgejo');
  const tools = await all();
  expect(tools.map(({ client_name }) => client_name).toSorted()).toEqual([
    'Git Credential Manager',
    'git-credential-oauth',
    'tea',
  ]);
  for (const tool of tools) {
    expect(tool).toMatchObject({
      dialect: 'forgejo',
      token_endpoint_auth_method: 'none',
      require_pkce: true,
      consent: 'remember',
    });
    for (const uri of tool.redirect_uris) expect(uri).toMatch(/^http:\/\/(?:127\.0\.0\.1|\[::1\])\/?$/);
    expect(tool.scope).not.toMatch(/lanyard:|sudo|admin/);
  }
});

it('speak the other product when that is chosen, and keep what an admin changed', async () => {
  await set('gitea');
  const before = await findApplication(store, HELPER);
  await store.collection('applications').update(before?.id ?? '', (old) => ({ ...old, allowed_groups: ['staff'] }));
  await set('forgejo');
  expect(await findApplication(store, HELPER)).toMatchObject({
    id: before?.id,
    dialect: 'forgejo',
    allowed_groups: ['staff'],
  });
});

it('go with what they hold, and nobody else’s application goes with them', async () => {
  await store.transaction((within) => createApplication(within, { client_id: 'wiki' }, NOW));
  await set('gitea');
  await store.collection('grants').insert(aGrant({ client_id: HELPER }));
  await set('off');
  expect((await all()).map(({ client_id }) => client_id)).toEqual(['wiki']);
  expect((await store.collection('grants').list({ limit: 5 })).items).toMatchObject([{ revoked_at: NOW }]);
});

it('leave an application alone that the office had by one of their client_ids, on the way in and on the way out', async () => {
  const own = { client_id: HELPER, client_name: 'Ours', redirect_uris: ['https://git.test/callback'] };
  await store.transaction((within) => createApplication(within, own, NOW));
  const before = await findApplication(store, HELPER);
  await store.collection('grants').insert(aGrant({ client_id: HELPER }));
  for (const wanted of ['gitea', 'forgejo', 'off'] as const) {
    await set(wanted);
    expect(await findApplication(store, HELPER)).toEqual(before);
  }
  expect((await all()).map(({ client_name }) => client_name)).toEqual(['Ours']);
  expect((await store.collection('grants').list({ limit: 5 })).items[0]).not.toHaveProperty('revoked_at');
});

it('are known for the setting’s own when an admin has changed them', async () => {
  await set('gitea');
  await store.transaction((within) => changeApplication(within, HELPER, { client_name: 'Git at work' }, NOW));
  await set('off');
  expect(await all()).toEqual([]);
});
