/** When the session's cookie has to reach us from frames on other sites: not unless an application lives on one. */
import { beforeEach, expect, it } from 'vitest';
import { isFramedElsewhere } from '../../server/engine/framed-elsewhere.ts';
import { buildHouse, type House } from '../support/house.ts';
import { CALLBACK } from '../support/sign-in.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
});

const added = (client_id: string, more: object) =>
  house.addApplication({ client_id, redirect_uris: [CALLBACK], ...more });
const asked = async () => isFramedElsewhere(await house.context());

it('is no matter of applications on the same site, nor of one that is switched off', async () => {
  expect(await asked()).toBe(false);
  await added('near', { web_origins: ['http://app.lanyard.test:8443', 'http://lanyard.test:3000'] });
  await added('off', { web_origins: ['http://app.other.test'], disabled: true });
  expect(await asked()).toBe(false);
});

it('begins with the first that lives elsewhere', async () => {
  await added('far', { web_origins: ['http://lanyard.test:3000', 'http://app.other.test'] });
  expect(await asked()).toBe(true);
});
