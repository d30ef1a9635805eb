import { expect, it } from 'vitest';
import { changeSettings, DEFAULT_SETTINGS, readSettings } from '../../server/directory/settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

it('settings are the defaults until somebody sets one, and then only that one differs', async () => {
  const store = createMemoryStore();
  expect(await readSettings(store)).toEqual(DEFAULT_SETTINGS);
  await store.transaction((within) => changeSettings(within, { issuer_name: 'Example Office' }, NOW));
  await store.transaction((within) => changeSettings(within, { code_lifetime_s: 30 }, NOW + 1));
  expect(await readSettings(store)).toEqual({
    ...DEFAULT_SETTINGS,
    issuer_name: 'Example Office',
    code_lifetime_s: 30,
    updated_at: NOW + 1,
  });
});
