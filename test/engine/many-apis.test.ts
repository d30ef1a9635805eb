/** An office with more APIs than one page of records holds: none of them is forgotten. */
import { beforeEach, expect, it } from 'vitest';
import { createAppPassword } from '../../server/directory/app-passwords.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createServiceAccount } from '../../server/directory/service-accounts.ts';
import { buildHouse, type House } from '../support/house.ts';

const MANY = 1_010;
const APP_PASSWORD = 'ci-bot-app-password-0123456789';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  const now = house.clock.now;
  await house.store.transaction(async (within) => {
    for (let at = 0; at < MANY; at += 1) {
      const scopes = [{ name: 'books:read' }, { name: `api-${at}:use` }];
      const api = { id: `api-${at}`, name: `API ${at}`, audience: `https://api-${at}.test`, scopes };
      await within.collection('apis').insert({ ...api, created_at: now, updated_at: now });
    }
  });
});

it('gives a service account a token for every API that defines what it asks for', async () => {
  await house.store.transaction(async (within) => {
    const fields = { username: 'ci-bot', name: 'CI', groups: [], scope: 'books:read', admin: false };
    const account = await createServiceAccount(within, fields, house.clock.now);
    const kept = { name: 'main', hash: hashSecret(APP_PASSWORD), expires_at: undefined };
    await createAppPassword(within, account, kept, house.clock.now);
  });
  const fields = { grant_type: 'client_credentials', username: 'ci-bot', password: APP_PASSWORD, scope: 'books:read' };
  const { body } = await house.post('token', fields);
  const own = { token: String(body['access_token']), username: 'ci-bot', password: APP_PASSWORD };
  expect((await house.post('introspect', own)).body['aud']).toHaveLength(MANY);
});

it('advertises the scopes of all of them', async () => {
  const { body } = await house.post('openid-configuration', {}, { method: 'GET' });
  expect(body['scopes_supported']).toEqual(
    expect.arrayContaining([...Array(MANY).keys()].map((at) => `api-${at}:use`)),
  );
});
