/** Machines that act for themselves: applications with their secret, service accounts with an app password. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../../server/directory/apis.ts';
import { createAppPassword } from '../../../server/directory/app-passwords.ts';
import { hashSecret } from '../../../server/directory/machine-secrets.ts';
import { createServiceAccount, type NewServiceAccount } from '../../../server/directory/service-accounts.ts';
import { basic, buildHouse, type House } from '../../support/house.ts';
import { type Asked, authorize, CALLBACK, furnish, redeem } from '../../support/sign-in.ts';

const APP_PASSWORD = 'ci-bot-app-password-0123456789';
const ORDERS = 'https://api.example.lan';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const scopes = [{ name: 'orders:read' }, { name: 'orders:write' }];
  await house.store.transaction((within) => createApi(within, { audience: ORDERS, scopes }, house.clock.now));
  await house.addApplication({
    client_id: 'machine',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'openid profile offline_access orders:read lanyard:admin',
    audience: [ORDERS],
  });
  await addAccount({ username: 'ci-bot', scope: 'orders:read lanyard:admin' });
  await addAccount({ username: 'root-bot', scope: 'orders:read lanyard:admin', admin: true });
});

function addAccount(input: NewServiceAccount, expires_at?: number) {
  return house.store.transaction(async (within) => {
    const account = await createServiceAccount(within, input, house.clock.now);
    await createAppPassword(
      within,
      account,
      { name: 'main', hash: hashSecret(APP_PASSWORD), expires_at },
      house.clock.now,
    );
    return account;
  });
}

const asApplication = (fields: Asked = {}, client_id = 'machine') =>
  house.post('token', { grant_type: 'client_credentials', ...fields }, { authorization: basic(client_id) });
const asAccount = (fields: Asked = {}) =>
  house.post('token', { grant_type: 'client_credentials', username: 'ci-bot', password: APP_PASSWORD, ...fields });
const introspect = async (token: unknown) =>
  (await house.post('introspect', { token: String(token) }, { authorization: basic('machine') })).body;

describe('an application', () => {
  it('is refused when everything that it asks for is about a person', async () => {
    expect(await asApplication({ scope: 'openid email' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
  });

  it('gets an access token for itself, and nothing that speaks of a person (C22)', async () => {
    const { status, body } = await asApplication({ scope: 'openid profile offline_access orders:read' });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'orders:read',
    });
    expect(await introspect(body['access_token'])).toEqual({
      active: true,
      scope: 'orders:read',
      client_id: 'machine',
      token_type: 'Bearer',
      sub: 'machine',
      iss: 'http://lanyard.test',
      iat: house.clock.now,
      exp: house.clock.now + 3600,
      aud: ORDERS,
    });
  });

  it('that names no scope gets what it is registered for', async () => {
    expect((await asApplication()).body['scope']).toBe('orders:read');
  });

  it.each(['orders:write', 'unheard-of', 'lanyard:admin', 'orders:read lanyard:admin', 'orders:read\tx', '"'])(
    'is refused the scope "%s"',
    async (scope) => {
      expect(await asApplication({ scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
    },
  );

  it('asks for its own APIs and no other', async () => {
    expect((await introspect((await asApplication({ resource: ORDERS })).body['access_token']))['aud']).toBe(ORDERS);
    for (const fields of [{ resource: 'https://evil.test' }, { audience: 'other' }, { resource: '/x' }]) {
      expect(await asApplication(fields)).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    }
  });

  it('must be registered for it', async () => {
    expect(await asApplication({}, 'app')).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });

  it('must have a secret (C22)', async () => {
    await house.addApplication({ client_id: 'spa', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' });
    const [spa] = await house.store.collection('applications').find('client_id', 'spa');
    // No registration lets this happen; the grant does not rely on it.
    await house.store
      .collection('applications')
      .update(spa?.id ?? '', (old) => ({ ...old, grant_types: ['authorization_code', 'client_credentials'] }));
    const byName = await house.post('token', { grant_type: 'client_credentials', client_id: 'spa' });
    expect(byName).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    const byBasic = await house.post(
      'token',
      { grant_type: 'client_credentials' },
      { authorization: basic('spa', '') },
    );
    expect(byBasic).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });

  it('cannot bear the id of a person, so its sub is never a person (C23)', async () => {
    const alice = (await house.store.collection('users').find('username_key', 'alice'))[0]?.id ?? '';
    await expect(
      house.addApplication({ client_id: alice, redirect_uris: [], grant_types: ['client_credentials'] }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const { access_token } = (await asApplication()).body;
    const ids = (await house.store.collection('users').list({ limit: 10 })).items.map(({ id }) => id);
    expect(ids).not.toContain((await introspect(access_token))['sub']);
  });

  it('learns nothing at userinfo (C23)', async () => {
    const { access_token } = (await asApplication({ scope: 'openid orders:read' })).body;
    const answer = await house.post('userinfo', {}, { authorization: `Bearer ${String(access_token)}` });
    expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(answer.headers['WWW-Authenticate']).toMatch(/^Bearer error="insufficient_scope".*scope="openid"/);
  });

  it('that is switched off keeps nothing (B27)', async () => {
    const { access_token } = (await asApplication()).body;
    const [machine] = await house.store.collection('applications').find('client_id', 'machine');
    await house.store.collection('applications').update(machine?.id ?? '', (old) => ({ ...old, disabled: true }));
    expect(await asApplication()).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    const shown = await house.post('introspect', { token: String(access_token) }, { authorization: basic('app') });
    expect(shown.body).toEqual({ active: false });
  });
});

describe('a service account', () => {
  it('signs in with username and app password, without any client_id', async () => {
    const { status, body } = await asAccount({ scope: 'orders:read' });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'orders:read',
    });
    const [account] = await house.store.collection('service_accounts').find('username_key', 'ci-bot');
    expect(await introspect(body['access_token'])).toMatchObject({
      sub: account?.id,
      client_id: 'ci-bot',
      aud: ORDERS,
    });
  });

  it('may send the client_id of an application beside it, which needs no secret', async () => {
    expect((await asAccount({ client_id: 'app' })).status).toBe(200);
    expect((await asAccount({ client_id: 'machine' })).status).toBe(200);
  });

  it('acts by the rules of the application that it names: groups, format, audience, name', async () => {
    await house.addApplication({
      client_id: 'gate',
      redirect_uris: [],
      grant_types: ['client_credentials'],
      scope: 'orders:read',
      audience: [ORDERS],
      access_token_format: 'jwt',
      allowed_groups: ['vip'],
    });
    expect(await asAccount({ client_id: 'gate' })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const [account] = await house.store.collection('service_accounts').find('username_key', 'ci-bot');
    const join = (groups: readonly string[]) =>
      house.store.collection('service_accounts').update(account?.id ?? '', (old) => ({ ...old, groups }));
    await join(['vip']);
    const { access_token } = (await asAccount({ client_id: 'gate' })).body;
    expect(String(access_token).split('.')).toHaveLength(3);
    expect(await introspect(access_token)).toMatchObject({ sub: account?.id, client_id: 'gate', aud: ORDERS });
    await join([]);
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  it('may ask about its own token and give it back', async () => {
    const { access_token } = (await asAccount()).body;
    const self = { username: 'ci-bot', password: APP_PASSWORD, token: String(access_token) };
    expect((await house.post('introspect', self)).body).toMatchObject({ active: true, client_id: 'ci-bot' });
    expect((await house.post('introspect', { ...self, password: 'wrong' })).status).toBe(401);
    expect((await house.post('revoke', self)).status).toBe(200);
    expect((await house.post('introspect', self)).body).toEqual({ active: false });
  });

  it('gets the admin scope only by naming it', async () => {
    expect((await asAccount({ username: 'root-bot' })).body['scope']).toBe('orders:read');
  });

  it.each<[string, Asked]>([
    ['a wrong password', { password: 'wrong' }],
    ['no password', { password: undefined }],
    ['an empty password', { password: '' }],
    ['an unknown account', { username: 'nobody' }],
    ["a person's name and password", { username: 'alice', password: 'correct horse battery' }],
    ['an unknown client_id', { client_id: 'nobody' }],
    ['a wrong password beside a right client_id', { client_id: 'machine', password: 'wrong' }],
    ['the hash of the password', { password: hashSecret(APP_PASSWORD) }],
    ['a member of objects', { username: '__proto__', password: 'x' }],
    ['a megabyte', { username: 'u'.repeat(1_000_000), password: 'p'.repeat(1_000_000) }],
  ])('is refused with %s, always in the same words', async (_what, fields) => {
    expect(await asAccount(fields)).toEqual({
      status: 401,
      body: { error: 'invalid_client', error_description: 'client authentication failed' },
      headers: {},
    });
  });

  it('is refused while it is disabled, and its tokens with it', async () => {
    const { access_token } = (await asAccount()).body;
    const [account] = await house.store.collection('service_accounts').find('username_key', 'ci-bot');
    const setDisabled = (disabled: boolean) =>
      house.store.collection('service_accounts').update(account?.id ?? '', (old) => ({ ...old, disabled }));
    await setDisabled(true);
    expect(await asAccount()).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(await introspect(access_token)).toEqual({ active: false });
    await setDisabled(false);
    expect((await asAccount()).status).toBe(200);
  });

  it('is refused after its app password expired', async () => {
    await addAccount({ username: 'short-lived', scope: 'orders:read' }, house.clock.now + 60);
    expect((await asAccount({ username: 'short-lived' })).status).toBe(200);
    house.clock.now += 60;
    expect((await asAccount({ username: 'short-lived' })).status).toBe(401);
  });

  it.each(['orders:write', 'unheard-of'])('is refused the scope "%s"', async (scope) => {
    expect(await asAccount({ scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
  });

  it('gets lanyard:admin only when it is an admin', async () => {
    expect(await asAccount({ scope: 'lanyard:admin' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
    expect((await asAccount()).body['scope']).toBe('orders:read');
    const root = await asAccount({ username: 'root-bot', scope: 'lanyard:admin' });
    expect(root).toMatchObject({ status: 200, body: { scope: 'lanyard:admin' } });
  });

  it('loses lanyard:admin with the office, also in tokens that are out', async () => {
    const { access_token } = (await asAccount({ username: 'root-bot', scope: 'lanyard:admin' })).body;
    const [account] = await house.store.collection('service_accounts').find('username_key', 'root-bot');
    expect(await introspect(access_token)).toMatchObject({ active: true });
    await house.store.collection('service_accounts').update(account?.id ?? '', (old) => ({ ...old, admin: false }));
    expect(await introspect(access_token)).toEqual({ active: false });
  });

  it('uses no other grant', async () => {
    const { code } = await authorize(house, house.browser());
    const fields = { grant_type: 'authorization_code', code, username: 'ci-bot', password: APP_PASSWORD };
    expect((await house.post('token', fields)).body).toMatchObject({ error: 'invalid_client' });
    expect((await redeem(house, code)).status).toBe(200);
  });

  it('has no hold on an application that bears its name', async () => {
    await addAccount({ username: 'app', scope: 'orders:read' });
    const { code } = await authorize(house, house.browser());
    const { access_token, refresh_token } = (await redeem(house, code)).body;
    const self = { grant_type: 'client_credentials', username: 'app', password: APP_PASSWORD };
    const asked = await house.post('introspect', { token: String(refresh_token), ...self });
    expect(asked).toMatchObject({ status: 200, body: { active: false } });
    const seen = await house.post('introspect', { token: String(access_token), ...self });
    expect(seen.body).not.toHaveProperty('username');
    for (const token of [String(refresh_token), String(access_token)]) {
      expect((await house.post('revoke', { token, ...self })).status).toBe(200);
    }
    expect(await introspect(access_token)).toMatchObject({ active: true });
    const own = (await house.post('token', self)).body;
    expect(
      (await house.post('revoke', { token: String(own['access_token']) }, { authorization: basic('app') })).status,
    ).toBe(200);
    expect(await introspect(own['access_token'])).toMatchObject({ active: true });
    await house.post('revoke', { token: String(own['access_token']), ...self });
    expect(await introspect(own['access_token'])).toEqual({ active: false });
  });
});
