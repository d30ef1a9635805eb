/** Refresh tokens: each used once, a lost answer forgiven for a moment, a stolen one the end of the family. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeUser } from '../../../server/directory/users.ts';
import { type Answer, basic, buildHouse, type House } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem, tokens } from '../../support/sign-in.ts';

const INVALID_GRANT = { status: 400, body: { error: 'invalid_grant' } };

let house: House;
let alice: string;
let first: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  first = (await tokens(house))['refresh_token'] ?? '';
});

function refresh(
  refresh_token: unknown,
  changes: Asked = {},
  authorization: string | undefined = basic('app'),
): Promise<Answer> {
  const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...changes };
  return house.post('token', fields, authorization === '' ? {} : { authorization });
}

async function isAlive(token: unknown): Promise<unknown> {
  const shown = await house.post('introspect', { token: String(token) }, { authorization: basic('app') });
  return shown.body['active'];
}

const records = async () => (await house.store.collection('refresh_tokens').list({ limit: 100 })).items;

describe('refreshing', () => {
  it('brings a new access token, ID token and refresh token of the same authorization', async () => {
    house.clock.now += 1000;
    const { status, body } = await refresh(first);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid profile email offline_access',
      refresh_token: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      id_token: expect.any(String),
    });
    expect(body['refresh_token']).not.toBe(first);
    const claims = JSON.parse(
      Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString(),
    ) as object;
    expect(claims).toMatchObject({ sub: alice, aud: 'app', iat: house.clock.now, auth_time: house.clock.now - 1000 });
  });

  it('leaves earlier access tokens as they are', async () => {
    const second = (await refresh(first)).body;
    const third = (await refresh(second['refresh_token'])).body;
    expect([await isAlive(second['access_token']), await isAlive(third['access_token'])]).toEqual([true, true]);
    expect(await isAlive(second['refresh_token'])).toBe(false);
  });

  it('outlives the session, because the person said so', async () => {
    house.clock.now += house.DEFAULT_SETTINGS.session_lifetime_s + 1;
    expect((await refresh(first)).status).toBe(200);
  });

  it('ends with the family, however often it was rotated (D09)', async () => {
    const lifetime = house.DEFAULT_SETTINGS.refresh_token_lifetime_s;
    house.clock.now += lifetime - 100;
    const { refresh_token: second } = (await refresh(first)).body;
    house.clock.now += 99;
    const { refresh_token: third } = (await refresh(second)).body;
    house.clock.now += 1;
    expect(await refresh(third)).toMatchObject(INVALID_GRANT);
  });

  it.each(['', 'x', '__proto__', 'a'.repeat(1_000_000), '\0'])('knows nothing of "%s"', async (value) => {
    const answer = await refresh(value);
    expect(answer.status).toBe(400);
    expect(answer.body['error']).toBe(value === '' ? 'invalid_request' : 'invalid_grant');
  });

  it('takes no access token and no ID token', async () => {
    const { access_token, id_token } = (await refresh(first)).body;
    expect(await refresh(access_token)).toMatchObject(INVALID_GRANT);
    expect(await refresh(id_token)).toMatchObject(INVALID_GRANT);
  });
});

describe('the scope of a refreshed token', () => {
  it('can be less, for that token alone', async () => {
    const second = (await refresh(first, { scope: 'openid email' })).body;
    expect(second['scope']).toBe('openid email');
    expect((await refresh(second['refresh_token'])).body['scope']).toBe('openid profile email offline_access');
  });

  it.each(['openid groups', 'lanyard:admin', 'unheard-of', 'openid\tprofile'])(
    'can never be more: "%s"',
    async (scope) => {
      expect(await refresh(first, { scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
      expect((await refresh(first)).status).toBe(200);
    },
  );

  it('without openid brings no ID token', async () => {
    expect((await refresh(first, { scope: 'profile' })).body).not.toHaveProperty('id_token');
  });
});

describe('a refresh token used again', () => {
  it('within the grace brings the same successor: the first answer was lost', async () => {
    const second = (await refresh(first)).body;
    house.clock.now += house.DEFAULT_SETTINGS.refresh_token_grace_s;
    const again = await refresh(first);
    expect(again).toMatchObject({ status: 200, body: { refresh_token: second['refresh_token'] } });
    expect(again.body['access_token']).not.toBe(second['access_token']);
    expect(await records()).toHaveLength(2);
    expect((await refresh(second['refresh_token'])).status).toBe(200);
  });

  it('twenty times at once brings one successor and one record', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(first)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(new Set(answers.map(({ body }) => body['refresh_token'])).size).toBe(1);
    expect(await records()).toHaveLength(2);
    const consumed = (await records()).filter(({ consumed_at }) => consumed_at !== undefined);
    expect(consumed).toHaveLength(1);
    expect((await refresh(answers[7]?.body['refresh_token'])).status).toBe(200);
  });

  it('after the grace ends the whole family (D01)', async () => {
    const second = (await refresh(first)).body;
    house.clock.now += house.DEFAULT_SETTINGS.refresh_token_grace_s + 1;
    expect(await isAlive(second['access_token'])).toBe(true);
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
    expect(await isAlive(second['access_token'])).toBe(false);
    expect(await isAlive(second['refresh_token'])).toBe(false);
    expect(await refresh(second['refresh_token'])).toMatchObject(INVALID_GRANT);
    const { items } = await house.store.collection('audit_events').list({ limit: 50 });
    expect(items.filter(({ type }) => type === 'grant.revoked')).toHaveLength(1);
  });

  it('after its successor was used ends the family even within the grace (D03)', async () => {
    const second = (await refresh(first)).body;
    const third = (await refresh(second['refresh_token'])).body;
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
    expect(await refresh(third['refresh_token'])).toMatchObject(INVALID_GRANT);
    expect(await isAlive(third['access_token'])).toBe(false);
  });

  it('with a grace of none still forgives what happens within the same second, and nothing later', async () => {
    await house.setSettings({ refresh_token_grace_s: 0 });
    const second = (await refresh(first)).body;
    expect((await refresh(first)).status).toBe(200);
    house.clock.now += 1;
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
    expect(await refresh(second['refresh_token'])).toMatchObject(INVALID_GRANT);
  });

  it("ends nobody else's family", async () => {
    const other = (await tokens(house))['refresh_token'];
    await refresh(first);
    house.clock.now += 60;
    await refresh(first);
    expect((await refresh(other)).status).toBe(200);
  });
});

describe("another application's refresh token (D04)", () => {
  it('is refused, and the rightful one can go on', async () => {
    const fields = {
      redirect_uris: [CALLBACK],
      scope: 'openid',
      grant_types: ['authorization_code', 'refresh_token'],
    } as const;
    await house.addApplication({ client_id: 'thief', ...fields });
    expect(await refresh(first, {}, basic('thief'))).toMatchObject(INVALID_GRANT);
    expect((await refresh(first)).status).toBe(200);
    house.clock.now += 60;
    expect(await refresh(first, {}, basic('thief'))).toMatchObject(INVALID_GRANT);
    const [latest] = (await records()).filter(({ consumed_at }) => consumed_at === undefined);
    const grant = await house.store.collection('grants').get(latest?.grant_id ?? '');
    expect(grant).not.toHaveProperty('revoked_at');
  });
});

describe('a public application', () => {
  it('gets another refresh token each time, and needs no secret (D10)', async () => {
    await house.addApplication({
      client_id: 'spa',
      redirect_uris: [CALLBACK],
      scope: 'openid offline_access',
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    });
    const { code } = await authorize(house, house.browser(), { client_id: 'spa', scope: 'openid offline_access' });
    const { refresh_token } = (await redeem(house, code, {}, basic('spa', ''))).body;
    const second = (await refresh(refresh_token, { client_id: 'spa' }, '')).body;
    expect(second['refresh_token']).not.toBe(refresh_token);
    house.clock.now += 60;
    expect(await refresh(refresh_token, { client_id: 'spa' }, '')).toMatchObject(INVALID_GRANT);
    expect(await refresh(second['refresh_token'], { client_id: 'spa' }, '')).toMatchObject(INVALID_GRANT);
  });
});

describe('who gets none', () => {
  it('an authorization without offline_access', async () => {
    expect(await tokens(house, house.browser(), { scope: 'openid profile' })).not.toHaveProperty('refresh_token');
  });

  it('an application that is not registered for the grant, and it may not use one either', async () => {
    await house.addApplication({ client_id: 'plain', redirect_uris: [CALLBACK], scope: 'openid offline_access' });
    const { code } = await authorize(house, house.browser(), { client_id: 'plain', scope: 'openid offline_access' });
    expect((await redeem(house, code, {}, basic('plain'))).body).not.toHaveProperty('refresh_token');
    expect(await refresh(first, {}, basic('plain'))).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
  });
});

describe('a refresh asks again whether it is allowed', () => {
  const change = (fields: object) =>
    house.store.transaction((within) => changeUser(within, alice, fields, house.clock.now));

  it('no, for a person who is disabled; yes, once they are enabled again', async () => {
    await change({ disabled: true });
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
    await change({ disabled: false });
    expect((await refresh(first)).status).toBe(200);
  });

  it('no, for a person who left the allowed groups', async () => {
    const [app] = await house.store.collection('applications').find('client_id', 'app');
    await house.store
      .collection('applications')
      .update(app?.id ?? '', (old) => ({ ...old, allowed_groups: ['staff'] }));
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
    await change({ groups: ['staff'] });
    expect((await refresh(first)).status).toBe(200);
  });

  it('no, for a person who no longer exists', async () => {
    await house.store.collection('users').remove(alice);
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
  });

  it('no, after the consent was withdrawn', async () => {
    await house.store.collection('consents').remove(`${alice} app`);
    expect(await refresh(first)).toMatchObject(INVALID_GRANT);
  });

  it('and the new tokens say what is true now', async () => {
    await change({ name: 'Alice Renamed' });
    const { id_token } = (await refresh(first)).body;
    const claims = JSON.parse(Buffer.from(String(id_token).split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ name: 'Alice Renamed' });
  });
});
