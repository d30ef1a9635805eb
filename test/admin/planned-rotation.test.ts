/** Keys that time rotates: in the audit log as what admins do, in the transaction of the change, and only where it happened. */
import { expect, it } from 'vitest';
import { openKeptKeyring } from '../../server/admin/kept-keyring.ts';
import { createSealer } from '../../server/keys/sealing.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

const DAY = 24 * 3600;

it('is told by the actor lanyard, when it is maintained and when it opens, once each', async () => {
  const store = createMemoryStore();
  const sealer = createSealer(Buffer.alloc(32));
  const events = async () =>
    (await store.collection('audit_events').list({ limit: 100 })).items.map(({ at, type, actor, target, detail }) => ({
      at,
      type,
      actor,
      target,
      detail,
    }));
  const keys = await openKeptKeyring(store, sealer, NOW);
  await keys.maintain(NOW + DAY);
  expect(await events()).toEqual([]);
  const told = (at: number) => ({
    at,
    type: 'signing_keys.rotated',
    actor: 'lanyard',
    target: 'all',
    detail: { rotated: ['RS256', 'ES256', 'EdDSA', 'ECDH-ES'], because: 'it was time' },
  });
  await keys.maintain(NOW + 91 * DAY);
  await keys.maintain(NOW + 91 * DAY + 60);
  expect(await events()).toEqual([told(NOW + 91 * DAY)]);
  await openKeptKeyring(store, sealer, NOW + 190 * DAY);
  expect(await events()).toEqual([told(NOW + 91 * DAY), told(NOW + 190 * DAY)]);
});

it('comes to nothing where the event can’t be written', async () => {
  const store = createMemoryStore();
  const keys = await openKeptKeyring(store, createSealer(Buffer.alloc(32)), NOW);
  const before = keys.jwks();
  // The chain can’t go on: its next event stands there already.
  await store.collection('audit_events').insert({
    id: '000000000001',
    at: NOW,
    type: 'export.created',
    actor: '',
    target: '',
    address: '',
    detail: {},
    previous_hash: '',
    hash: '',
  });
  await expect(keys.maintain(NOW + 91 * DAY)).rejects.toMatchObject({ code: 'already_exists' });
  expect(keys.jwks()).toEqual(before);
});
