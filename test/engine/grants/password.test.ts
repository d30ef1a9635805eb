/** The password grant: off until office and application both allow it, and no easier to guess at than the sign-in page. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication } from '../../../server/directory/applications.ts';
import { changeUser } from '../../../server/directory/users.ts';
import { basic, buildHouse, type House, PASSWORD } from '../../support/house.ts';
import { type Asked, authorizationRequest, furnish, pageOf } from '../../support/sign-in.ts';

const OLD = { authorization: basic('old') };

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await house.setSettings({ legacy_grants: true });
  await house.addApplication({
    client_id: 'old',
    redirect_uris: [],
    grant_types: ['password', 'refresh_token'],
    scope: 'openid email offline_access lanyard:admin',
  });
});

function ask(changes: Asked = {}, options: object = OLD) {
  return house.post('token', { grant_type: 'password', username: 'alice', password: PASSWORD, ...changes }, options);
}

const refusal = (status: number, error: string) => ({ status, body: { error } });
const WRONG = refusal(400, 'invalid_grant');

async function isAlive(token: unknown): Promise<unknown> {
  return (await house.post('introspect', { token: String(token) }, OLD)).body['active'];
}

describe('where it is allowed', () => {
  it('signs the person in, renews, and ends with what it hangs on', async () => {
    const { status, body } = await ask({ scope: 'openid email offline_access' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', scope: 'openid email offline_access' });
    const claims = JSON.parse(Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString());
    expect(claims).toMatchObject({ sub: alice, aud: 'old', amr: ['pwd'], email: 'alice@example.lan' });
    const renewed = await house.post(
      'token',
      { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) },
      OLD,
    );
    expect(renewed.status).toBe(200);
    await house.store.transaction((within) => changeUser(within, alice, { disabled: true }, house.clock.now));
    expect(await isAlive(renewed.body['access_token'])).toBe(false);
  });

  it('ends when the application may no longer do it', async () => {
    const { access_token } = (await ask()).body;
    expect(await isAlive(access_token)).toBe(true);
    await house.store.transaction((within) =>
      changeApplication(within, 'old', { grant_types: ['refresh_token'] }, house.clock.now),
    );
    expect(await isAlive(access_token)).toBe(false);
  });

  it('ends when the office may no longer do it', async () => {
    const { access_token, refresh_token } = (await ask({ scope: 'openid offline_access' })).body;
    const renew = () => house.post('token', { grant_type: 'refresh_token', refresh_token: String(refresh_token) }, OLD);
    await house.setSettings({ legacy_grants: false });
    expect(await isAlive(access_token)).toBe(false);
    expect(await isAlive(refresh_token)).toBe(false);
    expect(await renew()).toMatchObject(WRONG);
    await house.setSettings({ legacy_grants: true });
    expect(await isAlive(access_token)).toBe(true);
    expect((await renew()).status).toBe(200);
  });

  it('asks the one door: a person in none of the allowed groups is refused', async () => {
    await house.store.transaction((within) =>
      changeApplication(within, 'old', { allowed_groups: ['staff'] }, house.clock.now),
    );
    expect(await ask()).toMatchObject(WRONG);
  });

  it('is never enough for what the page would ask more for', async () => {
    await house.store.transaction((within) => changeUser(within, alice, { admin: true }, house.clock.now));
    expect(await ask({ scope: 'lanyard:admin' })).toMatchObject(WRONG);
    expect((await ask()).body['scope']).toBe('openid email');
  });
});

describe('where it is not', () => {
  it('is not offered by an office that allows no legacy grants', async () => {
    await house.setSettings({ legacy_grants: false });
    expect(await ask()).toMatchObject(refusal(400, 'unsupported_grant_type'));
    const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
    expect(body['grant_types_supported']).not.toContain('password');
  });

  it('is not open to an application that was not switched on for it', async () => {
    expect(await ask({}, { authorization: basic('app') })).toMatchObject(refusal(400, 'unauthorized_client'));
  });

  it.each([{ username: undefined }, { username: '' }, { password: undefined }, { password: '' }])(
    'refuses a request that lacks something: %j',
    async (changes) => expect(await ask(changes)).toMatchObject(refusal(400, 'invalid_request')),
  );

  it('refuses a scope that is not open to the application', async () => {
    expect(await ask({ scope: 'phone' })).toMatchObject(refusal(400, 'invalid_scope'));
  });
});

describe('guessing', () => {
  it('is answered the same for a wrong password, a stranger, a disabled person and one without a password', async () => {
    await house.addUser({ username: 'off', disabled: true });
    await house.addUser({ username: 'bare', password_hash: undefined as never });
    const answers = await Promise.all([
      ask({ password: 'wrong' }),
      ask({ username: 'nobody' }),
      ask({ username: 'off' }),
      ask({ username: 'bare' }),
    ]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject(WRONG);
  });

  it('is slowed down by the counters of the sign-in page', async () => {
    const limit = house.DEFAULT_SETTINGS.login_attempts_per_minute;
    for (let time = 0; time < limit; time += 1) await ask({ password: 'wrong' });
    const refused = await ask();
    expect(refused).toMatchObject({ ...refusal(429, 'temporarily_unavailable'), headers: { 'Retry-After': '60' } });
    const browser = house.browser();
    const page = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    const again = pageOf(await browser.submit(page, { username: 'alice', password: PASSWORD }), 'login');
    expect(again.error?.kind).toBe('too-many-attempts');
    house.clock.now += 61;
    expect((await ask()).status).toBe(200);
  });

  it('is no failure of the client: it stays free to go on', async () => {
    for (let time = 0; time < 9; time += 1) await ask({ password: 'wrong' });
    expect((await ask()).status).toBe(200);
  });
});
