import { expect, it } from 'vitest';
import {
  apiNotAllowed,
  consentAfter,
  findConsent,
  rememberConsent,
  withdrawConsent,
} from '../../server/directory/consents.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { NOW } from '../support/records.ts';

const decide = (client_id: string, allowed: readonly string[], declined: readonly string[] = []) => ({
  user_id: 'alice',
  client_id,
  audience: [],
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
    apis: [],
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

const [A, B] = ['https://a.test', 'https://b.test'];
const decideFor = (audience: readonly string[], allowed: readonly string[], declined: readonly string[] = []) => ({
  ...decide('app', allowed, declined),
  audience,
});

it('a yes is for the APIs that were shown with it', () => {
  const first = consentAfter(undefined, decideFor([A], ['openid', 'tools:call']), NOW);
  expect(apiNotAllowed(first, [A], ['tools:call'])).toBeUndefined();
  expect(apiNotAllowed(first, [A, B], ['openid'])).toBe(B);
  const both = consentAfter(first, decideFor([B], ['openid']), NOW);
  expect(apiNotAllowed(both, [A, B], ['openid'])).toBeUndefined();
  expect(apiNotAllowed(both, [B], ['tools:call'])).toBe(B);
  expect(apiNotAllowed(both, [A], ['tools:call'])).toBeUndefined();
});

it('a no is for every API, and only a yes for the same one takes it back', () => {
  const yes = consentAfter(undefined, decideFor([A], ['openid', 'tools:call']), NOW);
  const no = consentAfter(yes, decideFor([B], ['openid'], ['tools:call']), NOW);
  expect(no).toMatchObject({ scope: ['openid'], declined: ['tools:call'] });
  const again = consentAfter(no, decideFor([B], ['openid', 'tools:call']), NOW);
  expect(apiNotAllowed(again, [B], ['tools:call'])).toBeUndefined();
  expect(apiNotAllowed(again, [A], ['tools:call'])).toBe(A);
});
