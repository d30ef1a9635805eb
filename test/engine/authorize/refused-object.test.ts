/** Why a signed request did not count, or an address could not be read: on the page, in the audit log, and to nobody else. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ASSERTION_TYPE, assertionClaims, type ClientKey, makeClientKey, sign } from '../../support/client-jwt.ts';
import { buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { callRegistration } from '../../support/registration.ts';
import { authorizationRequest, CALLBACK, furnish, leftWith, pageOf } from '../../support/sign-in.ts';

/** Nothing listens there. */
const CLOSED = 'http://127.0.0.1:1';

let key: ClientKey;
let stranger: ClientKey;
let house: House;
beforeAll(async () => {
  [key, stranger] = [await makeClientKey('ES256'), await makeClientKey('ES256')];
});
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  const fields = { client_name: 'Signer', redirect_uris: [CALLBACK], scope: 'openid', request_uris: [`${CLOSED}/it`] };
  const jwks = { keys: [{ ...key.jwk } as Record<string, string>] };
  await house.addApplication({ ...fields, client_id: 'signer', jwks });
  await house.addApplication({ ...fields, client_id: 'far', jwks_uri: `${CLOSED}/keys` });
});

const object = (by = key, client_id = 'signer', changes: Readonly<Record<string, unknown>> = {}) =>
  sign({ iss: client_id, aud: ORIGIN, ...authorizationRequest({ client_id }), ...changes }, by);
const open = (fields: Readonly<Record<string, string>>) =>
  house.browser().open('authorize', { client_id: 'signer', response_type: 'code', scope: 'openid', ...fields });
const reasons = () => house.counts.take().map(({ type, about, because }) => `${type} ${about}: ${because}`);

describe('a request whose address to go back to stands only in a signed request that doesn’t count', () => {
  it('shows a page about the signed request, and not that an address is missing', async () => {
    const view = pageOf(await open({ request: await object(stranger) }), 'error');
    expect(view).toMatchObject({
      code: 'invalid_request_object',
      title: expect.stringContaining('Signer sent a request'),
    });
    expect(view.detail).toContain('its signed request has a signature that none of the registered keys made');
    expect(reasons()).toEqual([
      'authorization.turned_away signer: its signed request has a signature that none of the registered keys made',
    ]);
  });

  it('says that it has expired', async () => {
    const view = pageOf(await open({ request: await object(key, 'signer', { exp: 1 }) }), 'error');
    expect(view.detail).toContain('its signed request has expired');
  });

  it('tells the admin how an address could not be read, and the person only that', async () => {
    const byUri = pageOf(await open({ request_uri: `${CLOSED}/it` }), 'error');
    expect(byUri.detail).toContain('the address of its signed request (request_uri) could not be read');
    const byKeys = pageOf(await open({ client_id: 'far', request: await object(key, 'far') }), 'error');
    expect(byKeys.detail).toContain('the address of its public keys (jwks_uri) could not be read');
    expect(reasons()).toEqual([
      'authorization.turned_away signer: the address of its signed request (request_uri) could not be reached',
      'authorization.turned_away far: the address of its public keys (jwks_uri) could not be reached',
    ]);
  });

  it('goes on to say that an address to go back to is missing where nothing else is wrong', async () => {
    const request = await object(key, 'signer', { redirect_uri: undefined });
    expect(pageOf(await open({ request }), 'error').title).toContain('did not say where to send you back');
  });
});

it('one that names its address beside the object is answered there, and counted by the same reason', async () => {
  const answer = leftWith(await open({ client_id: 'far', request: await object(key, 'far'), redirect_uri: CALLBACK }));
  expect(answer).toMatchObject({
    error: 'invalid_request_object',
    error_description:
      'the request object can not be checked: the keys at the jwks_uri of this client could not be read',
  });
  expect(reasons()).toEqual([
    'authorization.turned_away far: the address of its public keys (jwks_uri) could not be reached',
  ]);
});

it('an application that can’t be asked for its keys is not said to have wrong credentials', async () => {
  await house.addApplication({
    client_id: 'robot',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'private_key_jwt',
    jwks_uri: `${CLOSED}/keys`,
  });
  const claims = assertionClaims('robot', `${ORIGIN}/oauth2/token`, house.clock.now);
  const assertion = { client_assertion_type: ASSERTION_TYPE, client_assertion: await sign(claims, key) };
  await house.post('token', { grant_type: 'client_credentials', ...assertion });
  expect(reasons()).toEqual([
    'client.turned_away robot: the address of its public keys (jwks_uri) could not be reached',
  ]);
});

it('a registration whose list of addresses can’t be read is counted under that reason', async () => {
  await house.setSettings({ dynamic_registration: 'open', outbound_allow: ['127.0.0.1:1'] });
  const body = { redirect_uris: [CALLBACK], sector_identifier_uri: 'https://127.0.0.1:1/list' };
  expect((await callRegistration(house, 'POST', { body })).status).toBe(400);
  expect(reasons()).toEqual([
    'registration.turned_away : the address that lists its redirect addresses (sector_identifier_uri) could not be reached',
  ]);
});
