/** A device signs a person in who answers elsewhere: the way through, each refusal of RFC 8628 §3.5, and replay. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication } from '../../../server/directory/applications.ts';
import { changeUser } from '../../../server/directory/users.ts';
import { addTelevision, allowDevice, answer, begin, poll, reachQuestion, TV, typeCode } from '../../support/device.ts';
import { basic, buildHouse, type House, PASSWORD } from '../../support/house.ts';
import { CALLBACK, furnish, pageOf } from '../../support/sign-in.ts';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await addTelevision(house);
});

const refusal = (status: number, error: string) => ({ status, body: { error } });
const PENDING = refusal(400, 'authorization_pending');
const SLOW_DOWN = refusal(400, 'slow_down');
const INVALID_GRANT = refusal(400, 'invalid_grant');

async function isAlive(token: unknown): Promise<unknown> {
  return (await house.post('introspect', { token: String(token) }, { authorization: basic('tv') })).body['active'];
}

describe('the way through', () => {
  it('hands out two codes, an address to type one at, and how often to ask', async () => {
    const codes = await begin(house);
    expect(codes).toEqual({
      device_code: expect.stringMatching(/^[\w-]{43}$/),
      user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/),
      verification_uri: 'http://lanyard.test/device',
      verification_uri_complete: `http://lanyard.test/device?user_code=${codes['user_code']}`,
      expires_in: 600,
      interval: 5,
    });
  });

  it('signs the person in and gives the device tokens at its next question', async () => {
    const codes = await begin(house, { scope: 'openid profile offline_access' });
    const browser = house.browser();
    const question = pageOf(await reachQuestion(browser, codes['user_code']), 'device-confirm');
    expect(question).toMatchObject({
      user_code: codes['user_code'],
      application: { client_name: 'The television', host: 'device:' },
      person: { username: 'alice' },
    });
    expect(question.scopes.map(({ name }) => name)).toEqual(['openid', 'profile', 'offline_access']);
    expect(await poll(house, codes['device_code'])).toMatchObject(PENDING);
    const done = await answer(browser, { kind: 'page', view: question, response: undefined as never }, 'allow');
    expect(pageOf(done, 'device-done').kind).toBe('allowed');
    const { status, body } = await poll(house, codes['device_code']);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile offline_access',
      refresh_token: expect.any(String),
      id_token: expect.any(String),
    });
    const shown = await house.post('introspect', { token: String(body['access_token']) }, TV);
    expect(shown.body).toMatchObject({ active: true, sub: alice, client_id: 'tv' });
  });

  it('needs no secret of a public application', async () => {
    await addTelevision(house, { client_id: 'bare', token_endpoint_auth_method: 'none' });
    const codes = await begin(house, { client_id: 'bare' }, {});
    await allowDevice(house, codes['user_code']);
    expect(await poll(house, codes['device_code'], {}, { client_id: 'bare' })).toMatchObject({ status: 200 });
  });

  it('takes the code in small letters and without its dash', async () => {
    const codes = await begin(house);
    await allowDevice(house, codes['user_code']?.replace('-', ' ').toLowerCase());
    expect(await poll(house, codes['device_code'])).toMatchObject({ status: 200 });
  });

  it('gives what the person left ticked, and no more', async () => {
    const codes = await begin(house, { scope: 'openid profile email' });
    const browser = house.browser();
    const { csrf, fields } = pageOf(await reachQuestion(browser, codes['user_code']), 'device-confirm');
    const form = { csrf, ...Object.fromEntries(fields), decision: 'allow', scope: 'email' };
    await browser.open('device-verification', form, 'POST');
    expect((await poll(house, codes['device_code'])).body['scope']).toBe('openid email');
  });

  it('tells the whole story as one flow', async () => {
    const codes = await begin(house);
    await allowDevice(house, codes['user_code']);
    await poll(house, codes['device_code']);
    const [code] = (await house.store.collection('device_codes').list({ limit: 10 })).items;
    const [grant] = (await house.store.collection('grants').list({ limit: 10 })).items;
    expect(grant?.flow_id).toBe(code?.flow_id);
  });

  it('keeps neither code in clear', async () => {
    const codes = await begin(house);
    const kept = JSON.stringify((await house.store.collection('device_codes').list({ limit: 10 })).items);
    expect(kept).not.toContain(codes['device_code']);
    expect(kept).not.toContain(codes['user_code']);
    expect(kept).not.toContain(codes['user_code']?.replace('-', ''));
  });
});

describe('what a device is told that has to wait, or need not any more', () => {
  it('authorization_pending until the person has answered', async () => {
    const { device_code } = await begin(house);
    expect(await poll(house, device_code)).toMatchObject(PENDING);
    house.clock.now += 5;
    expect(await poll(house, device_code)).toMatchObject(PENDING);
  });

  it('slow_down where it asks too early, and five seconds more each time it does', async () => {
    const { device_code } = await begin(house);
    await poll(house, device_code);
    house.clock.now += 4;
    expect(await poll(house, device_code)).toMatchObject(SLOW_DOWN);
    house.clock.now += 5;
    expect(await poll(house, device_code)).toMatchObject(SLOW_DOWN);
    house.clock.now += 6;
    expect(await poll(house, device_code)).toMatchObject(PENDING);
    house.clock.now += 14;
    expect(await poll(house, device_code)).toMatchObject(SLOW_DOWN);
  });

  it('slow_down to all but one of twenty that ask at once', async () => {
    const { device_code } = await begin(house);
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(house, device_code)));
    expect(answers.filter(({ body }) => body['error'] === 'authorization_pending').length).toBe(1);
    expect(answers.filter(({ body }) => body['error'] === 'slow_down').length).toBe(19);
  });

  it('the tokens at once when they are there, however early it asks', async () => {
    const codes = await begin(house);
    await poll(house, codes['device_code']);
    await allowDevice(house, codes['user_code']);
    expect(await poll(house, codes['device_code'])).toMatchObject({ status: 200 });
  });

  it('expired_token when nobody answered in time, nor when it did not come for the answer', async () => {
    const first = await begin(house);
    const second = await begin(house);
    await allowDevice(house, second['user_code']);
    house.clock.now += 600;
    expect(await poll(house, first['device_code'])).toMatchObject(refusal(400, 'expired_token'));
    expect(await poll(house, second['device_code'])).toMatchObject(refusal(400, 'expired_token'));
  });

  it('access_denied when the person said no, each time', async () => {
    const codes = await begin(house);
    const browser = house.browser();
    const done = await answer(browser, await reachQuestion(browser, codes['user_code']), 'deny');
    expect(pageOf(done, 'device-done').kind).toBe('refused');
    expect(await poll(house, codes['device_code'])).toMatchObject(refusal(400, 'access_denied'));
    expect(await poll(house, codes['device_code'])).toMatchObject(refusal(400, 'access_denied'));
  });

  it.each(['x', '__proto__', 'a'.repeat(9_000), '\0'])('invalid_grant for an unknown code (%#)', async (code) => {
    expect(await poll(house, code)).toMatchObject(INVALID_GRANT);
  });

  it('invalid_request without a code', async () => {
    expect(await poll(house, '')).toMatchObject(refusal(400, 'invalid_request'));
  });

  it("invalid_grant for another application's code, which stays good", async () => {
    await addTelevision(house, { client_id: 'other' });
    const codes = await begin(house);
    await allowDevice(house, codes['user_code']);
    expect(await poll(house, codes['device_code'], { authorization: basic('other') })).toMatchObject(INVALID_GRANT);
    expect(await poll(house, codes['device_code'])).toMatchObject({ status: 200 });
  });

  it('writes nothing more for a device that never waits', async () => {
    const { device_code } = await begin(house);
    for (let time = 0; time < 20; time += 1) await poll(house, device_code);
    const [before] = (await house.store.collection('device_codes').list({ limit: 10 })).items;
    expect(before?.interval_s).toBe(60);
    await poll(house, device_code);
    expect((await house.store.collection('device_codes').list({ limit: 10 })).items).toEqual([before]);
  });
});

describe('who may', () => {
  it('refuses an application that was not switched on for it, at both ends', async () => {
    const app = { authorization: basic('app') };
    expect(await house.post('device-authorization', {}, app)).toMatchObject(refusal(400, 'unauthorized_client'));
    expect(await poll(house, 'x', app)).toMatchObject(refusal(400, 'unauthorized_client'));
  });

  it('refuses one that was switched off meanwhile', async () => {
    const codes = await begin(house);
    const browser = house.browser();
    const question = await reachQuestion(browser, codes['user_code']);
    await house.store.transaction((within) =>
      changeApplication(within, 'tv', { grant_types: ['authorization_code'] }, house.clock.now),
    );
    expect(pageOf(await answer(browser, question, 'allow'), 'device-done').kind).toBe('unsuited');
    expect((await house.store.collection('grants').list({ limit: 10 })).items).toEqual([]);
  });

  it('refuses a stranger, a wrong secret, a scope that is not open and an API that is not its own', async () => {
    expect(await house.post('device-authorization', {})).toMatchObject(refusal(401, 'invalid_client'));
    const wrong = { authorization: basic('tv', 'wrong') };
    expect(await house.post('device-authorization', {}, wrong)).toMatchObject(refusal(401, 'invalid_client'));
    const asks = (fields: Record<string, string>) => house.post('device-authorization', fields, TV);
    expect(await asks({ scope: 'things:read' })).toMatchObject(refusal(400, 'invalid_scope'));
    expect(await asks({ resource: 'https://api.test' })).toMatchObject(refusal(400, 'invalid_target'));
  });

  it('refuses a person who is in none of the allowed groups, and tells the device', async () => {
    await house.store.transaction((within) =>
      changeApplication(within, 'tv', { allowed_groups: ['staff'] }, house.clock.now),
    );
    const codes = await begin(house);
    const browser = house.browser();
    const done = await answer(browser, await reachQuestion(browser, codes['user_code']), 'allow');
    expect(pageOf(done, 'device-done').kind).toBe('unsuited');
    expect(await poll(house, codes['device_code'])).toMatchObject(refusal(400, 'access_denied'));
  });

  it('refuses somebody who was disabled, both at the page and at the redemption (E11)', async () => {
    const first = await begin(house);
    const browser = house.browser();
    const question = await reachQuestion(browser, first['user_code']);
    const second = await begin(house);
    await allowDevice(house, second['user_code']);
    await house.store.transaction((within) => changeUser(within, alice, { disabled: true }, house.clock.now));
    expect(pageOf(await answer(browser, question, 'allow'), 'login').page).toBe('login');
    expect(await poll(house, second['device_code'])).toMatchObject(INVALID_GRANT);
  });

  it('lets no more than a bounded number of devices begin from one network', async () => {
    const limit = house.DEFAULT_SETTINGS.client_attempts_per_minute;
    for (let time = 0; time < limit; time += 1) await begin(house);
    expect(await house.post('device-authorization', {}, TV)).toMatchObject(refusal(429, 'temporarily_unavailable'));
    await begin(house, {}, { ...TV, address: '192.0.2.2' });
  });

  it('lets applications that registered themselves begin no more often from many networks at once', async () => {
    await addTelevision(house, { client_id: 'stranger', registration: {} });
    const from = (network: number) => ({ authorization: basic('stranger'), address: `198.51.${network}.1` });
    await house.setSettings({ client_attempts_per_minute: 2 });
    for (let network = 0; network < 20; network += 1) await begin(house, {}, from(network));
    const refused = await house.post('device-authorization', {}, from(20));
    expect(refused).toMatchObject(refusal(429, 'temporarily_unavailable'));
    await begin(house, {}, { ...TV, address: '198.51.21.1' });
  });
});

describe('a code that comes again', () => {
  it('ends everything that it led to', async () => {
    const codes = await begin(house, { scope: 'openid offline_access' });
    await allowDevice(house, codes['user_code']);
    const { body } = await poll(house, codes['device_code']);
    expect(await isAlive(body['access_token'])).toBe(true);
    expect(await poll(house, codes['device_code'])).toMatchObject(INVALID_GRANT);
    expect([await isAlive(body['access_token']), await isAlive(body['refresh_token'])]).toEqual([false, false]);
  });

  it('wins once, even for twenty at the same moment', async () => {
    const codes = await begin(house);
    await allowDevice(house, codes['user_code']);
    const answers = await Promise.all(Array.from({ length: 20 }, () => poll(house, codes['device_code'])));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    expect(answers.filter(({ body }) => body['error'] === 'invalid_grant').length).toBe(19);
  });

  it('is over for people once it was answered, and can be answered once', async () => {
    const codes = await begin(house);
    const [one, two] = [house.browser(), house.browser()];
    const questions = [await reachQuestion(one, codes['user_code']), await reachQuestion(two, codes['user_code'])];
    await answer(one, questions[0]!, 'allow');
    expect(pageOf(await answer(two, questions[1]!, 'deny'), 'error').code).toBe('expired_token');
    expect(pageOf(await typeCode(house.browser(), codes['user_code']), 'device').error).toEqual({
      kind: 'unknown-code',
    });
    expect(await poll(house, codes['device_code'])).toMatchObject({ status: 200 });
  });

  it('is over for people when it ran out before they said yes', async () => {
    const codes = await begin(house);
    const browser = house.browser();
    const question = await reachQuestion(browser, codes['user_code']);
    house.clock.now += 600;
    expect(pageOf(await answer(browser, question, 'allow'), 'error').code).toBe('expired_token');
  });
});

describe('the page of user codes', () => {
  it('only fills in a code that comes with the address, and still asks everything (E13)', async () => {
    const browser = house.browser();
    const first = await begin(house);
    await allowDevice(house, first['user_code'], browser);
    const codes = await begin(house);
    const { user_code = '' } = codes;
    const page = pageOf(await browser.open('device-verification', { user_code }), 'device');
    expect(page).toMatchObject({ user_code, came_along: true });
    const next = await browser.open('device-verification', { csrf: page.csrf, user_code }, 'POST');
    expect(pageOf(next, 'device-confirm').user_code).toBe(user_code);
    expect(await poll(house, codes['device_code'])).toMatchObject(PENDING);
  });

  it('takes no form that it did not draw for this browser (E12)', async () => {
    const { user_code = '' } = await begin(house);
    const [mine, theirs] = [house.browser(), house.browser()];
    const { csrf } = pageOf(await theirs.open('device-verification', {}), 'device');
    const bare = await mine.open('device-verification', { user_code }, 'POST');
    expect(bare.response).toMatchObject({ kind: 'page', status: 403 });
    await mine.open('device-verification', {});
    const foreign = await mine.open('device-verification', { user_code, csrf }, 'POST');
    expect(foreign.response).toMatchObject({ kind: 'page', status: 403 });
  });

  it('takes no answer by an address, and none without its token', async () => {
    const codes = await begin(house);
    const browser = house.browser();
    const view = pageOf(await reachQuestion(browser, codes['user_code']), 'device-confirm');
    const fields = Object.fromEntries(view.fields);
    const byGet = await browser.open('device-verification', { ...fields, csrf: view.csrf, decision: 'allow' });
    expect(pageOf(byGet, 'device-confirm').page).toBe('device-confirm');
    const bare = await browser.open('device-verification', { ...fields, decision: 'allow' }, 'POST');
    expect(bare.response).toMatchObject({ kind: 'page', status: 403 });
    expect(await poll(house, codes['device_code'])).toMatchObject(PENDING);
  });

  it('asks again whoever signed in beside the page that was shown to somebody else', async () => {
    await house.addUser({ username: 'bob' });
    const codes = await begin(house);
    const browser = house.browser();
    const question = await reachQuestion(browser, codes['user_code']);
    const other = await begin(house);
    const login = await typeCode(browser, other['user_code']);
    expect(pageOf(login, 'device-confirm').person.username).toBe('alice');
    const asApp = await browser.open('authorize', {
      client_id: 'app',
      redirect_uri: CALLBACK,
      response_type: 'code',
      scope: 'openid',
      prompt: 'login',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    });
    await browser.submit(pageOf(asApp, 'login'), { username: 'bob', password: PASSWORD });
    const again = await answer(browser, question, 'allow');
    expect(pageOf(again, 'device-confirm').person.username).toBe('bob');
    expect(await poll(house, codes['device_code'])).toMatchObject(PENDING);
  });

  it('slows guesses down by network, and again over all networks', async () => {
    const { user_code } = await begin(house);
    const guess = (address: string) => typeCode(house.browser({ address }), 'BBBB-BBBB');
    const limit = house.DEFAULT_SETTINGS.login_attempts_per_minute;
    for (let time = 0; time < limit; time += 1) await guess('192.0.2.9');
    expect(pageOf(await guess('192.0.2.9'), 'device').error?.kind).toBe('too-many-attempts');
    expect((await guess('192.0.2.9')).response).toMatchObject({ status: 429, headers: { 'Retry-After': '60' } });
    expect(pageOf(await typeCode(house.browser({ address: '192.0.2.9' }), user_code), 'device').status).toBe(429);
    for (let network = 0; network < 49; network += 1) {
      for (let time = 0; time < limit; time += 1) await guess(`198.51.100.${network}`);
    }
    expect(pageOf(await guess('203.0.113.7'), 'device').error?.kind).toBe('too-many-attempts');
  });

  it('shuts nobody out by that who is signed in, and forgets it after a minute', async () => {
    const alices = house.browser({ address: '192.0.2.9' });
    const first = await begin(house);
    await allowDevice(house, first['user_code'], alices);
    const limit = house.DEFAULT_SETTINGS.login_attempts_per_minute;
    for (let time = 0; time <= limit; time += 1) await typeCode(house.browser({ address: '192.0.2.9' }), 'BBBB-BBBB');
    const second = await begin(house);
    expect(pageOf(await typeCode(alices, second['user_code']), 'device-confirm').user_code).toBe(second['user_code']);
    for (let time = 0; time < limit; time += 1) await typeCode(alices, 'BBBB-BBBB');
    expect(pageOf(await typeCode(alices, second['user_code']), 'device').error?.kind).toBe('too-many-attempts');
    house.clock.now += 61;
    expect(pageOf(await typeCode(alices, second['user_code']), 'device-confirm').user_code).toBe(second['user_code']);
  });
});
