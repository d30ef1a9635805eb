/** What applications that register themselves say of pushed requests, bound tokens and signed answers. */
import { beforeEach, expect, it } from 'vitest';
import { findApplication } from '../../../server/directory/applications.ts';
import { buildHouse, type House } from '../../support/house.ts';
import { callRegistration } from '../../support/registration.ts';

const GOOD = { redirect_uris: ['https://rp.test/cb'], client_name: 'A client' };

let house: House;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ dynamic_registration: 'open' });
});

const register = (body: unknown) => callRegistration(house, 'POST', { body });
const kept = (client_id: unknown) => findApplication(house.store, String(client_id));

it('keeps what an application says of pushed requests, bound tokens and signed answers, and tells it back', async () => {
  const said = {
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
    authorization_signed_response_alg: 'ES256',
    introspection_signed_response_alg: 'EdDSA',
  };
  const { status, body } = await register({ ...GOOD, ...said });
  expect(status).toBe(201);
  expect(body).toMatchObject(said);
  expect(await kept(body['client_id'])).toMatchObject(said);
});

it.each([
  ['a pushed request that is neither required nor not', { require_pushed_authorization_requests: 'yes' }],
  ['bound tokens that are neither wanted nor not', { dpop_bound_access_tokens: 1 }],
  ['answers signed by nobody', { authorization_signed_response_alg: 'none' }],
  ['introspection signed with a shared secret', { introspection_signed_response_alg: 'HS256' }],
])('refuses %s', async (_what, changes) => {
  expect(await register({ ...GOOD, ...changes })).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
  });
});
