/** A code that nobody redeems is no sign-in: what stands on record for it ends with it, and what was redeemed stays. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readTokensOfGrant } from '../../server/directory/grants.ts';
import { readHeldByApplications } from '../../server/directory/held-by-applications.ts';
import { isLiveGrant } from '../../server/directory/live-grants.ts';
import { addTelevision, allowDevice, begin, poll } from '../support/device.ts';
import { buildHouse, type House, VERIFIER } from '../support/house.ts';
import { authorize, CALLBACK, furnish, redeem } from '../support/sign-in.ts';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await addTelevision(house);
});

const grants = async () => (await house.store.collection('grants').list({ limit: 10 })).items;
const living = async () =>
  Promise.all((await grants()).map((grant) => isLiveGrant(house.store, grant, house.clock.now)));
const LIMITS = { lifetime_s: 2_592_000, idle_lifetime_s: Infinity };

/** Of the only grant there is. */
async function held(jwt_lifetime_s: number) {
  const [grant] = await grants();
  if (grant === undefined) throw new Error('there is no grant');
  return readTokensOfGrant(house.store, grant, { limits: LIMITS, jwt_lifetime_s }, house.clock.now);
}

describe('a code', () => {
  it('that nobody redeems is nothing once it has run out', async () => {
    await authorize(house, house.browser());
    const [grant] = await grants();
    expect(grant).toMatchObject({ offline: true, collect_by: house.clock.now + 60 });
    house.clock.now += 59;
    expect(await living()).toEqual([true]);
    house.clock.now += 1;
    expect(await living()).toEqual([false]);
    // What they allowed is remembered all the same.
    expect(await readHeldByApplications(house.store, alice, house.clock.now)).toMatchObject([{ grants: [] }]);
  });

  it('that was redeemed stays, whenever it would have run out', async () => {
    const { code } = await authorize(house, house.browser());
    house.clock.now += 30;
    expect((await redeem(house, code)).status).toBe(200);
    const [grant] = await grants();
    expect(grant).toMatchObject({ collected_at: house.clock.now });
    expect(grant).not.toHaveProperty('collect_by');
    house.clock.now += 3_000;
    expect(await living()).toEqual([true]);
  });

  it('with the wrong verifier redeems nothing', async () => {
    const { code } = await authorize(house, house.browser());
    expect((await redeem(house, code, { code_verifier: 'x'.repeat(43) })).status).toBe(400);
    house.clock.now += 60;
    expect(await living()).toEqual([false]);
  });

  it('of a device waits as long as the device may', async () => {
    const codes = await begin(house);
    await allowDevice(house, codes['user_code']);
    const [{ collect_by = 0 } = {}] = await grants();
    expect(collect_by).toBe(house.clock.now + 600);
    house.clock.now += 10;
    expect((await poll(house, codes['device_code'])).status).toBe(200);
    house.clock.now = collect_by;
    expect(await living()).toEqual([true]);
  });
});

describe('what works at the latest until', () => {
  it('is on record for an opaque token', async () => {
    const { code } = await authorize(house, house.browser());
    expect(await held(0)).toMatchObject({ access_tokens: 0, access_until: null });
    await redeem(house, code);
    expect(await held(0)).toMatchObject({ access_tokens: 1, access_until: house.clock.now + 3600 });
    house.clock.now += 3600;
    expect(await held(0)).toMatchObject({ access_tokens: 0, access_until: null });
  });

  it('follows from the last issue of a JWT', async () => {
    await house.addApplication({
      client_id: 'jwts',
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile email offline_access',
      access_token_format: 'jwt',
      token_endpoint_auth_method: 'none',
    });
    const { code } = await authorize(house, house.browser(), { client_id: 'jwts' });
    expect(await held(3600)).toMatchObject({ access_until: null });
    house.clock.now += 20;
    const asked = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
    const { body } = await house.post('token', { ...asked, client_id: 'jwts' });
    expect(await held(3600)).toMatchObject({ access_tokens: 0, access_until: house.clock.now + 3600 });
    house.clock.now += 1000;
    const renewed = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), client_id: 'jwts' };
    expect((await house.post('token', renewed)).status).toBe(200);
    expect(await held(3600)).toMatchObject({ access_until: house.clock.now + 3600 });
  });
});
