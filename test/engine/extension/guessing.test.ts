/** What a hook lets people in by can't be tried without limit; whoever shows the right thing is held back by nobody else. */
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createExtensionGrant } from '../../../server/directory/extension-grants.ts';
import { makeAnswerKey } from '../../../server/keys/answer-key.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { type OfficeHook, startOfficeHook } from '../../support/office-hook.ts';

const BADGE = 'https://office.example/grants/badge';
const LIMIT = 10;

let house: House;
let hook: OfficeHook;
beforeAll(async () => {
  house = await buildHouse();
  await house.setSettings({ login_attempts_per_minute: LIMIT });
  const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
  hook = await startOfficeHook({ keys, issuer: ORIGIN });
  const { private_key, jwks } = await makeAnswerKey();
  hook.useKey(private_key);
  await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  const grant = { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri, jwks } as const;
  await house.store.transaction((within) => createExtensionGrant(within, grant, house.clock.now));
  const may = { redirect_uris: [], grant_types: [BADGE], scope: 'openid things:read' } as const;
  await house.addApplication({ ...may, client_id: 'kiosk', token_endpoint_auth_method: 'none' });
  await house.addApplication({ ...may, client_id: 'door' });
});
afterEach(() => {
  hook.lie(undefined);
  house.clock.now += 61;
});
afterAll(() => hook.stop());

const show = (badge: string, address = '192.0.2.7') =>
  house.post('token', { grant_type: BADGE, badge, client_id: 'kiosk' }, { address });
const several = <T>(many: number, act: () => Promise<T>) => Promise.all(Array.from({ length: many }, act));

it('asks the hook about ten wrong ones of a network within a minute, however many are sent at once', async () => {
  hook.lie({ claims: { subject: undefined, scope: undefined, claims: undefined, error: 'invalid_grant' } });
  const before = hook.asked.length;
  const answers = await several(40, () => show('0000'));
  expect(hook.asked).toHaveLength(before + LIMIT);
  expect(answers.filter(({ body }) => body['error'] === 'invalid_grant')).toHaveLength(LIMIT);
  const others = answers.filter(({ status }) => status === 429);
  expect(others).toHaveLength(30);
  expect(others[0]?.body).toMatchObject({ error: 'temporarily_unavailable' });
  expect(others[0]?.headers['Retry-After']).toMatch(/^\d+$/);
  hook.lie(undefined);
  expect((await show('4712')).status).toBe(429);
  expect((await show('4711', '198.51.100.9')).status).toBe(200);
  house.clock.now += 61;
  expect((await show('4711')).status).toBe(200);
});

it('counts neither what is right nor what was refused for another reason', async () => {
  for (let n = 0; n < LIMIT + 2; n += 1) expect((await show('4711')).status).toBe(200);
  hook.lie({ claims: { subject: undefined, scope: undefined, claims: undefined, error: 'invalid_scope' } });
  for (let n = 0; n < LIMIT + 2; n += 1) expect((await show('4711')).body).toMatchObject({ error: 'invalid_scope' });
  hook.lie({ respond: (response) => response.writeHead(500).end() });
  for (let n = 0; n < LIMIT + 2; n += 1) expect((await show('4711')).status).toBe(503);
  hook.lie(undefined);
  expect((await show('4711')).status).toBe(200);
});

it('lets an application that proves itself bring the wrong badges of many people, from one address', async () => {
  const bring = (badge: string) => house.post('token', { grant_type: BADGE, badge }, { authorization: basic('door') });
  const refused = await several(LIMIT * 3, () => bring('lost'));
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([400]));
  expect((await bring('4711')).status).toBe(200);
});

it('tells the hook from where it was asked', async () => {
  await show('4711', '203.0.113.5');
  expect(hook.asked.at(-1)).toMatchObject({ address: '203.0.113.5' });
});
