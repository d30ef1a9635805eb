/** A device that waits and a person who answers for it, for tests of the device grant. */
import { DEVICE_CODE_GRANT } from '../../server/spec/vocabulary.ts';
import { type Answer, type Arrived, basic, type House, PASSWORD, type TestBrowser } from './house.ts';
import type { Asked } from './sign-in.ts';

export const TV = { authorization: basic('tv') };

/** An application for devices, beside whatever else the house has. */
export function addTelevision(house: House, changes: object = {}) {
  return house.addApplication({
    client_id: 'tv',
    client_name: 'The television',
    redirect_uris: [],
    grant_types: [DEVICE_CODE_GRANT, 'refresh_token'],
    ...changes,
  });
}

/** The device's first request: its codes. */
export async function begin(house: House, fields: Asked = {}, options: object = TV): Promise<Record<string, string>> {
  const { status, body } = await house.post('device-authorization', fields, options);
  if (status !== 200) throw new Error(`refused: ${JSON.stringify(body)}`);
  return body as Record<string, string>;
}

/** The device asks once whether somebody has answered. */
export function poll(house: House, device_code: unknown, options: object = TV, changes: Asked = {}): Promise<Answer> {
  const fields = { grant_type: DEVICE_CODE_GRANT, device_code: String(device_code), ...changes };
  return house.post('token', fields, options);
}

/** Types the code at the page for it, as a person would. */
export async function typeCode(browser: TestBrowser, user_code: unknown): Promise<Arrived> {
  const page = await browser.open('device-verification', {});
  if (page.kind !== 'page' || page.view.page !== 'device') throw new Error('not the page of user codes');
  const fields = { csrf: page.view.csrf, user_code: String(user_code) };
  return browser.open('device-verification', fields, 'POST');
}

/** Types the code, signs in where that is due, and arrives at the question. */
export async function reachQuestion(browser: TestBrowser, user_code: unknown, username = 'alice'): Promise<Arrived> {
  const arrived = await typeCode(browser, user_code);
  if (arrived.kind !== 'page' || arrived.view.page !== 'login') return arrived;
  return browser.submit(arrived.view, { username, password: PASSWORD });
}

/** Answers the question that is open; everything that is asked for stays ticked. */
export async function answer(browser: TestBrowser, arrived: Arrived, decision: 'allow' | 'deny'): Promise<Arrived> {
  if (arrived.kind !== 'page' || arrived.view.page !== 'device-confirm') throw new Error('nothing is asked');
  const { csrf, fields, scopes } = arrived.view;
  const form = { csrf, ...Object.fromEntries(fields), decision, scope: scopes.map(({ name }) => name) };
  return browser.open('device-verification', form, 'POST');
}

/** The whole way of a person who says yes. */
export async function allowDevice(house: House, user_code: unknown, browser = house.browser()): Promise<Arrived> {
  return answer(browser, await reachQuestion(browser, user_code), 'allow');
}
