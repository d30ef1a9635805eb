/** Many registrations: how many a minute, how many may wait for an admin, and that a crowd shuts out nobody but itself. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication, createApplication, findApplication } from '../../../server/directory/applications.ts';
import { createInitialAccessToken } from '../../../server/directory/initial-access-tokens.ts';
import { buildHouse, type House } from '../../support/house.ts';
import { type Call, callRegistration } from '../../support/registration.ts';

const GOOD = { redirect_uris: ['https://rp.test/cb'], client_name: 'A client' };

let house: House;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ dynamic_registration: 'open' });
});

const register = (body: unknown, call: Call = {}) => callRegistration(house, 'POST', { body, ...call });
const kept = (client_id: unknown) => findApplication(house.store, String(client_id));

describe('floods', () => {
  it('more than the limit of a minute wait, and another network goes on', async () => {
    await house.setSettings({ registrations_per_minute: 2, client_attempts_per_minute: 1 });
    const answers = [await register(GOOD), await register(GOOD), await register(GOOD)];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 429]);
    expect(answers[2]?.headers).toHaveProperty('Retry-After');
    expect((await register(GOOD, { address: '198.51.100.7' })).status).toBe(201);
    house.clock.now += 60;
    expect((await register(GOOD)).status).toBe(201);
  });

  describe('of those that wait', () => {
    const full = { status: 503, body: { error: 'temporarily_unavailable' } };
    const waiting = () => house.store.collection('applications').find('registration', 'waiting');
    const from = (address: string) => register(GOOD, { address });
    const crowd = async (address: string, many: number) => {
      for (let n = 0; n < many; n += 1) expect((await from(address)).status).toBe(201);
    };
    const letIn = (client_id: unknown) =>
      house.store.transaction((within) =>
        changeApplication(within, String(client_id), { disabled: false }, house.clock.now),
      );

    beforeEach(async () => {
      await house.setSettings({ dynamic_registration: 'approval' });
    });

    it('twenty-five from one network are enough, and another network goes on', async () => {
      await crowd('192.0.2.1', 25);
      expect(await from('192.0.2.1')).toMatchObject(full);
      expect((await from('192.0.2.2')).status).toBe(201);
      const [one] = await waiting();
      await letIn(one?.client_id);
      expect((await from('192.0.2.1')).status).toBe(201);
    });

    it('a hundred are enough: then the oldest of the largest crowd gives way, and the audit log says so', async () => {
      const { body: alone } = await from('198.51.100.1');
      await crowd('192.0.2.1', 25);
      for (const address of ['192.0.2.2', '192.0.2.3', '192.0.2.4']) await crowd(address, 24);
      await crowd('192.0.2.5', 2);
      const before = await waiting();
      const oldest = before.find(({ registration }) => registration?.network === '192.0.2.1')?.client_id;
      expect((await from('198.51.100.2')).status).toBe(201);
      const after = (await waiting()).map(({ client_id }) => client_id);
      expect([before.length, after.length]).toEqual([100, 100]);
      expect(after).toContain(alone['client_id']);
      expect(after).not.toContain(oldest);
      const { items } = await house.store.collection('audit_events').list({ limit: 1000 });
      expect(items.filter(({ type }) => type === 'application.lapsed')).toMatchObject([{ target: oldest }]);
    });

    it('one that replaces its registration still counts for its network', async () => {
      await crowd('192.0.2.1', 24);
      const { body } = await from('192.0.2.1');
      const [client_id, token] = [String(body['client_id']), String(body['registration_access_token'])];
      const changed = { ...GOOD, client_id, client_name: 'Another' };
      expect((await callRegistration(house, 'PUT', { client_id, token, body: changed })).status).toBe(200);
      expect(await from('192.0.2.1')).toMatchObject(full);
    });

    it('one that was let in before never gives way, and its network is forgotten', async () => {
      const { body } = await from('198.51.100.1');
      const [client_id, token] = [String(body['client_id']), String(body['registration_access_token'])];
      await letIn(client_id);
      expect(await kept(client_id)).not.toHaveProperty('registration.network');
      const changed = { ...GOOD, client_id, client_name: 'Another' };
      await callRegistration(house, 'PUT', { client_id, token, body: changed });
      expect(await kept(client_id)).toMatchObject({ registration: { awaits_approval: true } });
      for (const last of [1, 2, 3]) await crowd(`192.0.2.${last}`, 25);
      await crowd('192.0.2.4', 24);
      await crowd('192.0.2.5', 20);
      expect(await waiting()).toHaveLength(100);
      expect(await kept(client_id)).toBeDefined();
    });
  });

  it('two thousand are enough of those that nobody invited, and an admin’s token brings in more', async () => {
    const expires_at = house.clock.now + 3600;
    const { token } = await house.store.transaction(async (within) => {
      for (let n = 0; n < 2_000; n += 1)
        await createApplication(within, { ...GOOD, registration: {} }, house.clock.now);
      return createInitialAccessToken(within, { name: 'field team', uses: 1, expires_at }, house.clock.now);
    });
    expect(await register(GOOD)).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect((await register(GOOD, { token })).status).toBe(201);
  });
});
