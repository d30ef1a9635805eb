/** How long the tokens of an application live: as long as the office says, or shorter where the application does. */
import { beforeEach, expect, it } from 'vitest';
import { basic, buildHouse, type House } from '../../support/house.ts';
import { furnish, tokens } from '../../support/sign-in.ts';

let house: House;
let app_id: string;
beforeEach(async () => {
  house = await buildHouse();
  app_id = (await furnish(house)).app.id;
});

const change = (fields: object) =>
  house.store.collection('applications').update(app_id, (old) => ({ ...old, ...fields }));

/** In seconds. */
async function lifetimes() {
  const answer = await tokens(house, house.browser());
  const jwt = String(answer['id_token']).split('.')[1] ?? '';
  const { exp, iat } = JSON.parse(Buffer.from(jwt, 'base64url').toString()) as { exp: number; iat: number };
  const token = answer['access_token'] ?? '';
  const asked = await house.post('introspect', { token }, { authorization: basic('app') });
  return [answer['expires_in'], Number(asked.body['exp']) - Number(asked.body['iat']), exp - iat];
}

it.each(['opaque', 'jwt'] as const)('is what the application says (%s)', async (access_token_format) => {
  await change({ access_token_format, access_token_lifetime_s: 300, id_token_lifetime_s: 120 });
  expect(await lifetimes()).toEqual([300, 300, 120]);
});

it.each(['opaque', 'jwt'] as const)('is never more than the office says (%s)', async (access_token_format) => {
  await house.setSettings({ access_token_lifetime_s: 200, id_token_lifetime_s: 100 });
  await change({ access_token_format, access_token_lifetime_s: 300, id_token_lifetime_s: 120 });
  expect(await lifetimes()).toEqual([200, 200, 100]);
});
