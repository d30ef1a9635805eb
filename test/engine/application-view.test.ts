/** What pages show of an application that brought itself here: its picture only by an admin's decision, and who checked it. */
import { beforeEach, expect, it } from 'vitest';
import { changeApplication, findApplication } from '../../server/directory/applications.ts';
import { describeApplication } from '../../server/engine/application-view.ts';
import type { Settings } from '../../server/storage/records/directory.ts';
import { buildHouse, type House } from '../support/house.ts';
import { callRegistration } from '../support/registration.ts';

const LOGO = 'https://rp.test/logo.png';
const GOOD = { redirect_uris: ['https://rp.test/cb'], client_name: 'A client', logo_uri: LOGO };

let house: House;

beforeEach(async () => {
  house = await buildHouse();
});

async function shown(client_id: string, policy: Settings['dynamic_registration']) {
  const application = await findApplication(house.store, client_id);
  if (application === undefined) throw new Error('there is none');
  const { logo_uri, unchecked } = describeApplication(application, GOOD.redirect_uris[0]!, {
    dynamic_registration: policy,
  });
  return { logo: logo_uri !== undefined, checked: unchecked !== true };
}

async function register(policy: Settings['dynamic_registration']) {
  await house.setSettings({ dynamic_registration: policy });
  const { body } = await callRegistration(house, 'POST', { body: GOOD });
  return { client_id: String(body['client_id']), token: String(body['registration_access_token']) };
}

const turn = (client_id: string, disabled: boolean) =>
  house.store.transaction((within) => changeApplication(within, client_id, { disabled }, house.clock.now));

it('what an admin entered shows all, whatever the setting', async () => {
  await house.addApplication({ client_id: 'app', redirect_uris: GOOD.redirect_uris, logo_uri: LOGO });
  for (const policy of ['off', 'approval', 'open'] as const) {
    expect(await shown('app', policy)).toEqual({ logo: true, checked: true });
  }
});

it('one that registered itself shows its picture only where everybody may register, and is said to be unchecked', async () => {
  const { client_id } = await register('open');
  expect(await shown(client_id, 'open')).toEqual({ logo: true, checked: false });
  expect(await shown(client_id, 'approval')).toEqual({ logo: false, checked: false });
  expect(await shown(client_id, 'off')).toEqual({ logo: false, checked: false });
});

it('one that an admin approved shows all, until it says something else of itself', async () => {
  const { client_id, token } = await register('approval');
  expect(await shown(client_id, 'approval')).toEqual({ logo: false, checked: false });
  await turn(client_id, false);
  expect(await shown(client_id, 'approval')).toEqual({ logo: true, checked: true });
  const replace = (client_name: string) =>
    callRegistration(house, 'PUT', { client_id, token, body: { ...GOOD, client_id, client_name } });
  await replace(GOOD.client_name);
  expect(await shown(client_id, 'approval')).toEqual({ logo: true, checked: true });
  await house.setSettings({ dynamic_registration: 'open' });
  await replace('Another name');
  expect(await findApplication(house.store, client_id)).toMatchObject({ disabled: false });
  expect(await shown(client_id, 'approval')).toEqual({ logo: false, checked: false });
});

it('an admin who switches one off and on again has approved it, and any other change is no approval', async () => {
  const { client_id } = await register('open');
  await house.store.transaction((within) =>
    changeApplication(within, client_id, { consent: 'always' }, house.clock.now),
  );
  expect(await shown(client_id, 'approval')).toEqual({ logo: false, checked: false });
  await turn(client_id, true);
  expect(await shown(client_id, 'approval')).toEqual({ logo: false, checked: false });
  await turn(client_id, false);
  expect(await shown(client_id, 'approval')).toEqual({ logo: true, checked: true });
});

it('one that describes itself never shows its picture, approved or not', async () => {
  const document = { read_at: 1, fresh_until: 2 };
  const fields = { redirect_uris: GOOD.redirect_uris, logo_uri: LOGO };
  await house.addApplication({ client_id: 'https://one.test/c', ...fields, registration: { document } });
  await house.addApplication({
    client_id: 'https://two.test/c',
    ...fields,
    registration: { document, approved: true },
  });
  expect(await shown('https://one.test/c', 'open')).toEqual({ logo: false, checked: false });
  expect(await shown('https://two.test/c', 'open')).toEqual({ logo: false, checked: true });
});
