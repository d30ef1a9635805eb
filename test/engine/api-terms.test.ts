/** The terms of APIs: how tokens for them look and how long they live, who may ask, and which scopes only a group gets. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApi, type NewApi } from '../../server/directory/apis.ts';
import { createAppPassword } from '../../server/directory/app-passwords.ts';
import { countUntoldChange } from '../../server/directory/directory-version.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import type { Api } from '../../server/storage/records/apis.ts';
import { basic, buildHouse, type House } from '../support/house.ts';
import { type Asked, authorizationRequest, authorize, CALLBACK, furnish, pageOf, redeem } from '../support/sign-in.ts';

const ORDERS = 'https://orders.example.lan';
const BOOKS = 'https://books.example.lan';
const APP_PASSWORD = 'ci-bot-app-password-0123456789';
const SCOPE = 'openid offline_access orders:read books:write';

let house: House;
let alice: string;
beforeEach(async () => {
  house = await buildHouse();
  alice = (await furnish(house)).alice.id;
  await addApi({ audience: ORDERS, scopes: [{ name: 'orders:read' }] });
  await addApi({ audience: BOOKS, scopes: [{ name: 'books:write', allowed_groups: ['accounting', 'board'] }] });
  await house.addApplication({
    client_id: 'desk',
    redirect_uris: [CALLBACK],
    grant_types: ['authorization_code', 'refresh_token'],
    scope: `${SCOPE} profile`,
    audience: [ORDERS, BOOKS],
  });
  await house.addApplication({
    client_id: 'machine',
    redirect_uris: [],
    grant_types: ['client_credentials'],
    scope: 'orders:read books:write',
    audience: [ORDERS, BOOKS],
  });
});

const addApi = (input: NewApi) => house.store.transaction((within) => createApi(within, input, house.clock.now));

/** As an admin does it: word goes round that the directory is another one. */
async function changeApi(audience: string, change: Partial<Api>) {
  await house.store.transaction(async (within) => {
    const [api] = await within.collection('apis').find('audience', audience);
    await within.collection('apis').update(api!.id, (old) => ({ ...old, ...change }));
    await countUntoldChange(within);
  });
}

const putAliceInto = (groups: readonly string[]) =>
  house.store.collection('users').update(alice, (user) => ({ ...user, groups }));

const asMachine = (fields: Asked = {}) =>
  house.post('token', { grant_type: 'client_credentials', ...fields }, { authorization: basic('machine') });
const asBot = (fields: Asked = {}) =>
  house.post('token', { grant_type: 'client_credentials', username: 'ci-bot', password: APP_PASSWORD, ...fields });
const refresh = (refresh_token: unknown, fields: Asked = {}) =>
  house.post(
    'token',
    { grant_type: 'refresh_token', refresh_token: String(refresh_token), ...fields },
    { authorization: basic('desk') },
  );
const introspect = async (token: unknown) =>
  (await house.post('introspect', { token: String(token) }, { authorization: basic('desk') })).body;

async function signIn(changes: Asked = {}) {
  const { code } = await authorize(house, house.browser(), { client_id: 'desk', scope: SCOPE, ...changes });
  return redeem(house, code, {}, basic('desk'));
}

describe('how a token looks', () => {
  it('is the API’s to say, before the application’s', async () => {
    const plain = await asMachine({ resource: ORDERS });
    expect(String(plain.body['access_token'])).not.toContain('.');
    const jwt = { access_token_format: 'jwt', access_token_signed_response_alg: 'ES256' } as const;
    await changeApi(ORDERS, { ...jwt, access_token_lifetime_s: 300 });
    const { body } = await asMachine({ resource: ORDERS });
    expect(body['expires_in']).toBe(300);
    const token = String(body['access_token']);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    expect(decodeJwt(token)).toMatchObject({ aud: ORDERS, exp: house.clock.now + 300 });
    expect(await introspect(token)).toMatchObject({ active: true });
  });

  it('can be opaque for an application that has JWTs elsewhere', async () => {
    await house.store.transaction(async (within) => {
      const [machine] = await within.collection('applications').find('client_id', 'machine');
      await within.collection('applications').update(machine!.id, (old) => ({ ...old, access_token_format: 'jwt' }));
    });
    expect(String((await asMachine({ resource: ORDERS })).body['access_token'])).toContain('.');
    await changeApi(ORDERS, { access_token_format: 'opaque' });
    expect(String((await asMachine({ resource: ORDERS })).body['access_token'])).not.toContain('.');
  });

  it('lives as long as the shortest of its APIs lets it, and never longer than the office’s', async () => {
    await changeApi(ORDERS, { access_token_lifetime_s: 300 });
    await changeApi(BOOKS, { access_token_lifetime_s: 100 });
    expect((await asMachine()).body['expires_in']).toBe(100);
    await changeApi(ORDERS, { access_token_lifetime_s: 90_000 });
    expect((await asMachine({ resource: ORDERS })).body['expires_in']).toBe(3600);
  });

  it('can’t be two things at once: of APIs that differ, one is asked for at a time (RFC 8707 §2.2)', async () => {
    await changeApi(BOOKS, { scopes: [{ name: 'books:write' }] });
    await changeApi(ORDERS, { access_token_format: 'jwt' });
    expect((await asMachine()).body).toMatchObject({ error: 'invalid_target' });
    expect((await asMachine({ resource: ORDERS })).status).toBe(200);
    expect((await asMachine({ resource: BOOKS })).status).toBe(200);
    const { body } = await signIn({ resource: [ORDERS, BOOKS] });
    expect(body).toMatchObject({ error: 'invalid_target' });
    const { code } = await authorize(house, house.browser(), { client_id: 'desk', scope: SCOPE });
    const one = await redeem(house, code, { resource: ORDERS }, basic('desk'));
    expect(String(one.body['access_token'])).toContain('.');
    const other = await refresh(one.body['refresh_token'], { resource: BOOKS });
    expect(String(other.body['access_token'])).not.toContain('.');
    await changeApi(BOOKS, { access_token_format: 'jwt', access_token_signed_response_alg: 'EdDSA' });
    expect((await asMachine()).body).toMatchObject({ error: 'invalid_target' });
    await changeApi(BOOKS, { access_token_format: 'jwt', access_token_signed_response_alg: 'RS256' });
    expect((await asMachine()).status).toBe(200);
  });
});

describe('who may ask', () => {
  it('is everybody who is registered for it, or only who is listed', async () => {
    await changeApi(BOOKS, { scopes: [{ name: 'books:write' }] });
    expect((await asMachine({ resource: ORDERS })).status).toBe(200);
    await changeApi(ORDERS, { allowed_applications: ['desk'] });
    expect((await asMachine({ resource: ORDERS })).body).toMatchObject({ error: 'invalid_target' });
    expect((await asMachine({ resource: BOOKS })).status).toBe(200);
    const { body } = await signIn({ resource: ORDERS });
    await changeApi(ORDERS, { allowed_applications: ['machine'] });
    expect((await refresh(body['refresh_token'])).body).toMatchObject({ error: 'invalid_target' });
    await changeApi(ORDERS, { allowed_applications: [] });
    expect((await refresh(body['refresh_token'])).status).toBe(200);
  });
});

describe('a scope that only a group gets', () => {
  it('is left out for whoever is in none of its groups, and the consent page does not show it', async () => {
    const browser = house.browser();
    const asked = authorizationRequest({ client_id: 'desk', scope: SCOPE });
    const login = pageOf(await browser.open('authorize', asked), 'login');
    const shown = pageOf(
      await browser.submit(login, { username: 'alice', password: 'correct horse battery' }),
      'consent',
    );
    expect(shown.scopes.map(({ name }) => name)).toEqual(['openid', 'offline_access', 'orders:read']);
    const { body } = await signIn();
    expect(body['scope']).toBe('openid offline_access orders:read');
  });

  it('is shown and given to whoever is in one of them', async () => {
    await putAliceInto(['board']);
    expect((await signIn()).body['scope']).toBe(SCOPE);
  });

  it('leaves with the group: from the next token, and from the one that is out', async () => {
    await putAliceInto(['board']);
    const { body } = await signIn();
    expect(await introspect(body['access_token'])).toMatchObject({ scope: SCOPE });
    await putAliceInto([]);
    expect(await introspect(body['access_token'])).toMatchObject({ scope: 'openid offline_access orders:read' });
    const after = await refresh(body['refresh_token']);
    expect(after.body['scope']).toBe('openid offline_access orders:read');
    await putAliceInto(['accounting']);
    expect((await refresh(after.body['refresh_token'])).body['scope']).toBe(SCOPE);
  });

  it('does not come without consent to somebody who joins the group later, who is asked then', async () => {
    const browser = house.browser();
    const { code: before } = await authorize(house, browser, { client_id: 'desk', scope: SCOPE });
    const { body } = await redeem(house, before, {}, basic('desk'));
    const asked = authorizationRequest({ client_id: 'desk', scope: SCOPE });
    expect((await browser.open('authorize', asked)).kind).toBe('left');
    await putAliceInto(['board']);
    expect((await refresh(body['refresh_token'])).body['scope']).toBe('openid offline_access orders:read');
    const page = pageOf(await browser.open('authorize', asked), 'consent');
    expect(page.scopes.map(({ name }) => name)).toContain('books:write');
  });

  it('is no application’s own', async () => {
    expect((await asMachine()).body['scope']).toBe('orders:read');
    expect((await asMachine({ scope: 'books:write' })).body).toMatchObject({ error: 'invalid_scope' });
    expect((await asMachine({ resource: BOOKS })).body).toMatchObject({ error: 'invalid_scope' });
    await changeApi(BOOKS, { scopes: [{ name: 'books:write' }] });
    expect((await asMachine({ scope: 'books:write' })).body['scope']).toBe('books:write');
  });

  it('is a service account’s that is in the group', async () => {
    const account = await house.store.transaction(async (within) => {
      const input = { username: 'ci-bot', scope: 'orders:read books:write', groups: ['board'] };
      const made = await createServiceAccount(within, input, house.clock.now);
      const password = { name: 'main', hash: hashSecret(APP_PASSWORD) };
      await createAppPassword(within, made, { ...password, expires_at: undefined }, house.clock.now);
      return made;
    });
    const { body } = await asBot();
    expect(body['scope']).toBe('orders:read books:write');
    await house.store.collection('service_accounts').update(account.id, (old) => ({ ...old, groups: [] }));
    expect((await asBot()).body['scope']).toBe('orders:read');
    expect(await introspect(body['access_token'])).toMatchObject({ scope: 'orders:read' });
  });
});
