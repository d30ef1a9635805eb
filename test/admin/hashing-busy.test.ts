/** An attempt that was turned away because too many passwords are being checked is no failure, and is not counted. */
import { expect, test } from 'vitest';
import type { AdminContext } from '../../server/admin/handler.ts';
import { PANEL_SESSION_HANDLERS } from '../../server/admin/session-api.ts';
import { HashingBusy } from '../../server/directory/passwords.ts';
import { DEFAULT_SETTINGS } from '../../server/directory/settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

type SignIn = Parameters<typeof PANEL_SESSION_HANDLERS.signIn>[0];

test.each([
  [() => Promise.reject(new HashingBusy()), 0, HashingBusy],
  [() => Promise.resolve(false), 3, Error],
])('where verifying a password ends like %s, as many counters count it: %i', async (verify, counters, refusal) => {
  const store = createMemoryStore();
  const parts = {
    store,
    settings: DEFAULT_SETTINGS,
    passwords: { verify },
    now: NOW,
    address: '192.0.2.1',
    user_agent: '',
  };
  const cx = { ...parts, actor: { kind: 'stranger' } } as unknown as AdminContext;
  const call = { body: { username: 'nobody', password: 'x' } } as SignIn;
  for (let round = 0; round < 3; round += 1) {
    await expect(PANEL_SESSION_HANDLERS.signIn(call, cx)).rejects.toBeInstanceOf(refusal);
  }
  const { items } = await store.collection('attempts').list({ limit: 10 });
  expect(items.filter(({ count }) => count === 3)).toHaveLength(counters);
});
