import { expect, it } from 'vitest';
import { findConsent, rememberConsent, withdrawConsent } from '../../server/directory/consents.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

const decide = (client_id: string, allowed: readonly string[], declined: readonly string[] = []) => ({
  user_id: 'alice',
  client_id,
  allowed,
  declined,
});

it('what a person allowed adds up, per application, until it is withdrawn', async () => {
  const store = createMemoryStore();
  const remember = (client_id: string, allowed: readonly string[], now: number) =>
    store.transaction((within) => rememberConsent(within, decide(client_id, allowed), now));
  await remember('grafana', ['openid', 'profile'], NOW);
  await remember('wiki', ['openid'], NOW);
  await remember('grafana', ['openid', 'email'], NOW + 1);
  expect(await findConsent(store, 'alice', 'grafana')).toEqual({
    id: 'alice grafana',
    user_id: 'alice',
    client_id: 'grafana',
    scope: ['openid', 'profile', 'email'],
    declined: [],
    created_at: NOW,
    updated_at: NOW + 1,
  });
  expect(await findConsent(store, 'bob', 'grafana')).toBeUndefined();
  const withdraw = () => store.transaction((within) => withdrawConsent(within, 'alice', 'grafana'));
  expect([await withdraw(), await withdraw()]).toEqual([true, false]);
  expect(await findConsent(store, 'alice', 'grafana')).toBeUndefined();
  expect(await findConsent(store, 'alice', 'wiki')).toMatchObject({ scope: ['openid'] });
});

it('what a person declined is remembered as declined, until they allow it', async () => {
  const store = createMemoryStore();
  const remember = (allowed: readonly string[], declined: readonly string[]) =>
    store.transaction((within) => rememberConsent(within, decide('grafana', allowed, declined), NOW));
  expect(await remember(['openid'], ['email', 'groups'])).toMatchObject({
    scope: ['openid'],
    declined: ['email', 'groups'],
  });
  expect(await remember(['openid', 'email'], [])).toMatchObject({ scope: ['openid', 'email'], declined: ['groups'] });
  expect(await remember(['openid'], ['email'])).toMatchObject({ scope: ['openid'], declined: ['groups', 'email'] });
});

it('answers given at the same moment all count', async () => {
  const store = createMemoryStore();
  const scopes = Array.from({ length: 20 }, (_, i) => `s${i}`);
  await Promise.all(
    scopes.map((scope) => store.transaction((within) => rememberConsent(within, decide('app', [scope]), NOW))),
  );
  expect((await findConsent(store, 'alice', 'app'))?.scope.toSorted()).toEqual(scopes.toSorted());
});
