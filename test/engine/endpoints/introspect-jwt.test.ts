/** Introspection answers as a JWT: for whom, by whose key, and what they can't be mistaken for. RFC 9701 */
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { beforeEach, expect, it } from 'vitest';
import { ALGORITHM_NAMES } from '../../../server/keys/algorithms.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { furnish, tokens } from '../../support/sign-in.ts';

const ACCEPT = 'application/token-introspection+jwt';

let house: House;
let access_token: string;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({ client_id: 'api', grant_types: ['client_credentials'] });
  ({ access_token = '' } = await tokens(house));
});

const ask = (token: string, client_id = 'api', accept = ACCEPT) =>
  house.post('introspect', { token }, { authorization: basic(client_id), accept });

async function open(jwt: unknown, audience = 'api') {
  const keys = createLocalJWKSet(house.keys.jwks() as JSONWebKeySet);
  const at = new Date(house.clock.now * 1000);
  return jwtVerify(String(jwt), keys, { issuer: ORIGIN, audience, typ: 'token-introspection+jwt', currentDate: at });
}

it('says in a JWT what it says in JSON, to whoever asks for one', async () => {
  const { body: plain } = await ask(access_token, 'api', 'application/json');
  const { headers, body } = await ask(access_token);
  expect(headers['content-type']).toBe(ACCEPT);
  const { payload } = await open(body['text']);
  expect(payload).toEqual({ iss: ORIGIN, aud: 'api', iat: house.clock.now, token_introspection: plain });
  expect(plain).toMatchObject({ active: true, auth_time: house.clock.now, acr: 'urn:lanyard:acr:password' });
});

it('says of a dead token no more than that it is dead', async () => {
  const { payload } = await open((await ask('made-up')).body['text']);
  expect(payload['token_introspection']).toEqual({ active: false });
});

it.each(ALGORITHM_NAMES)('signs with %s where the application says so', async (alg) => {
  const client_id = `api-${alg}`;
  await house.addApplication({
    client_id,
    grant_types: ['client_credentials'],
    introspection_signed_response_alg: alg,
  });
  const { text } = (await ask(access_token, client_id)).body;
  expect(decodeProtectedHeader(String(text)).alg).toBe(alg);
  await open(text, client_id);
});

it('signs nothing for a client that proves nothing', async () => {
  await house.addApplication({
    client_id: 'spa',
    redirect_uris: ['https://app.test/callback'],
    token_endpoint_auth_method: 'none',
  });
  const { body, status } = await house.post(
    'introspect',
    { token: access_token, client_id: 'spa' },
    { accept: ACCEPT },
  );
  expect({ status, body }).toEqual({ status: 200, body: { active: false } });
});

it('refuses in JSON, as the endpoint always does', async () => {
  expect(
    (await house.post('introspect', { token: access_token }, { authorization: basic('api', 'no'), accept: ACCEPT }))
      .body,
  ).toMatchObject({ error: 'invalid_client' });
});

it('answers nothing that could pass for an access token', async () => {
  const jwt = String((await ask(access_token)).body['text']);
  expect((await house.post('userinfo', {}, { authorization: `Bearer ${jwt}` })).body).toMatchObject({
    error: 'invalid_token',
  });
  expect((await ask(jwt, 'api', 'application/json')).body).toEqual({ active: false });
});
