/** A secret that a program brings for an application: who may put it there. */
import { beforeEach, expect, it } from 'vitest';
import type { AdminContext } from '../../server/admin/handler.ts';
import { takeSecret } from '../../server/admin/take-secret.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { cannotSeal } from '../../server/directory/client-secrets.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { anApplication, aUser, NOW } from '../support/records.ts';

const OLD = { hash: hashSecret('the-secret-before-0001'), created_at: NOW - 1000 };
const NEW = 'the-secret-afterwards-0002';

let store: Store;
beforeEach(async () => {
  store = createMemoryStore();
  await store.collection('applications').insert(anApplication({ id: 'app', client_secrets: [OLD] }));
});

/** As far as it is asked. */
function by(auth_time: number): AdminContext {
  const actor = { kind: 'person', user: aUser({ admin: true }), auth_time };
  return {
    store,
    now: NOW,
    actor,
    address: '',
    house: { seal: cannotSeal, register: { note: () => undefined } },
  } as unknown as AdminContext;
}
const hashes = async () => (await store.collection('applications').get('app'))?.client_secrets.map(({ hash }) => hash);

it('is taken from an admin who has just proved who they are, and ends the one before', async () => {
  await takeSecret('app', NEW, by(NOW - 10));
  expect(await hashes()).toEqual([hashSecret(NEW)]);
});

it('is refused from one whose proof is old, and nothing changes', async () => {
  await expect(takeSecret('app', NEW, by(NOW - 100_000))).rejects.toMatchObject({ problem: 'unauthenticated' });
  expect(await hashes()).toEqual([OLD.hash]);
});
