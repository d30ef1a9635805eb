/** Which dialect stands behind a client_id, a code, a token or a JWT; nothing is believed beyond the spelling. */
import { beforeEach, expect, test } from 'vitest';
import { createDialectRegister } from '../../server/http/dialect-register.ts';
import { buildHouse, type House } from '../support/house.ts';
import { authorize, CALLBACK, furnish, redeem } from '../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.addApplication({ client_id: 'hub', dialect: 'github', redirect_uris: [CALLBACK] });
});

test('knows an application by its client_id, and nobody else', async () => {
  const register = createDialectRegister(house.store);
  expect(await register.ofClient('hub')).toBe('github');
  expect(await register.ofClient('app')).toBe('native');
  expect(await register.ofClient('__proto__')).toBeUndefined();
});

test('knows whom a code, an access token and a refresh token were issued to', async () => {
  const register = createDialectRegister(house.store);
  const { code = '' } = await authorize(house, house.browser());
  expect(await register.ofCredential(code)).toBe('native');
  const { access_token, refresh_token } = (await redeem(house, code)).body;
  expect(await register.ofCredential(String(access_token))).toBe('native');
  expect(await register.ofCredential(String(refresh_token))).toBe('native');
  expect(await register.ofCredential('unknown')).toBeUndefined();
});

test('reads whom a client assertion names without believing it', async () => {
  const register = createDialectRegister(house.store);
  const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  expect(await register.ofAssertion(jwt({ iss: 'hub', sub: 'hub' }))).toBe('github');
  for (const odd of [jwt({ client_id: 'hub' }), jwt({ sub: 'nobody' }), jwt(['hub']), 'hub']) {
    expect(await register.ofAssertion(odd)).toBeUndefined();
  }
});

test('reads the client_id of a JWT without believing it, and stumbles over nothing', async () => {
  const register = createDialectRegister(house.store);
  const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  expect(await register.ofCredential(jwt({ client_id: 'hub' }))).toBe('github');
  for (const odd of [jwt({ client_id: 7 }), jwt(null), jwt('hub'), 'a.!!.c', 'a.b', `a.${'b'.repeat(9000)}.c`]) {
    expect(await register.ofCredential(odd)).toBeUndefined();
  }
});
