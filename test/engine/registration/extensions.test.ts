/** What applications that register themselves say of pushed requests, bound tokens and signed answers. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication, findApplication } from '../../../server/directory/applications.ts';
import { METADATA_NAMES } from '../../../server/engine/registration/client-metadata.ts';
import { IGNORED_METADATA } from '../../../server/engine/registration/ignored-metadata.ts';
import { buildHouse, type House } from '../../support/house.ts';
import { callRegistration } from '../../support/registration.ts';

const GOOD = { redirect_uris: ['https://rp.test/cb'], client_name: 'A client' };

let house: House;

beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ dynamic_registration: 'open' });
});

const JWKS_URI = 'https://rp.test/jwks';
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
const register = (body: unknown) => callRegistration(house, 'POST', { body });
const kept = (client_id: unknown) => findApplication(house.store, String(client_id));

it('keeps what an application says of pushed requests, bound tokens and signed answers, and tells it back', async () => {
  const said = {
    require_signed_request_object: true,
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
    authorization_signed_response_alg: 'ES256',
    introspection_signed_response_alg: 'EdDSA',
    authorization_encrypted_response_alg: 'ECDH-ES',
    authorization_encrypted_response_enc: 'A256GCM',
    introspection_encrypted_response_alg: 'RSA-OAEP-256',
    jwks_uri: JWKS_URI,
  };
  const { status, body } = await register({ ...GOOD, ...said });
  expect(status).toBe(201);
  expect(body).toMatchObject(said);
  expect(await kept(body['client_id'])).toMatchObject(said);
});

it.each([
  ['a pushed request that is neither required nor not', { require_pushed_authorization_requests: 'yes' }],
  ['signed requests without keys', { require_signed_request_object: true }],
  ['signed requests that are neither required nor not', { require_signed_request_object: 1, jwks_uri: JWKS_URI }],
  ['bound tokens that are neither wanted nor not', { dpop_bound_access_tokens: 1 }],
  ['answers signed by nobody', { authorization_signed_response_alg: 'none' }],
  ['introspection signed with a shared secret', { introspection_signed_response_alg: 'HS256' }],
  ['answers encrypted by nothing we have', { authorization_encrypted_response_alg: 'dir', jwks_uri: JWKS_URI }],
  ['encryption without keys', { introspection_encrypted_response_alg: 'ECDH-ES' }],
  ['an enc without an alg', { authorization_encrypted_response_enc: 'A256GCM', jwks_uri: JWKS_URI }],
])('refuses %s', async (_what, changes) => {
  expect(await register({ ...GOOD, ...changes })).toMatchObject({
    status: 400,
    body: { error: 'invalid_client_metadata' },
  });
});

it('judges each name in one place: what is acted on is not among what is ignored', () => {
  const names: readonly string[] = METADATA_NAMES;
  expect(IGNORED_METADATA.filter((name) => names.includes(name))).toEqual([]);
  expect(IGNORED_METADATA).toContain('software_statement');
});

describe('the device grant of an application that registered itself', () => {
  const ofDevices = { ...GOOD, grant_types: ['authorization_code', DEVICE], token_endpoint_auth_method: 'none' };
  const begin = (client_id: string) => house.post('device-authorization', { client_id, scope: 'openid' });

  it('waits until an admin approved it, also where all may register', async () => {
    const { status, body } = await register(ofDevices);
    expect({ status, grant_types: body['grant_types'] }).toEqual({ status: 201, grant_types: ofDevices.grant_types });
    const client_id = String(body['client_id']);
    expect(await begin(client_id)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    await house.store.transaction((within) => changeApplication(within, client_id, { disabled: true }, 0));
    await house.store.transaction((within) => changeApplication(within, client_id, { disabled: false }, 0));
    expect(await begin(client_id)).toMatchObject({ status: 200, body: { user_code: expect.any(String) } });
  });

  it('needs nobody where an admin entered the application', async () => {
    await house.addApplication({ ...ofDevices, client_id: 'tv', token_endpoint_auth_method: 'none' } as never);
    expect((await begin('tv')).status).toBe(200);
  });
});
