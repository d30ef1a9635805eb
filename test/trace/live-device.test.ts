/** A device's sign-in as whoever watches sees it: one flow from its codes to its tokens, without either code. */
import * as client from 'openid-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { modelOfFlow } from '../../renderer/tracer/flow-model.ts';
import { DEVICE_CODE_GRANT } from '../../server/spec/vocabulary.ts';
import { HttpPerson } from '../support/http-person.ts';
import { type LiveOffice, openLiveOffice, PASSWORD, SECRET } from './live-office.ts';

let office: LiveOffice;
beforeAll(async () => {
  office = await openLiveOffice();
});
afterAll(() => office.stop());

it('is one flow, from the codes to the tokens, and shows neither code', async () => {
  const stream = await office.watch();
  const insecure = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(new URL(office.issuer), 'television', SECRET, undefined, insecure);
  const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
  const person = new HttpPerson(office.issuer);
  const typed = await person.submit(await person.open(codes.verification_uri), { user_code: codes.user_code });
  const asked = await person.submit(typed, { username: 'alice', password: PASSWORD });
  const ask = () =>
    client.genericGrantRequest(config, DEVICE_CODE_GRANT, { device_code: codes.device_code }).catch(() => undefined);
  await ask();
  await person.allow(asked);
  expect(await ask()).toMatchObject({ scope: 'openid' });
  await stream.until(() => stream.events().filter(({ name }) => name === 'POST /oauth2/token').length === 2);
  const events = stream.events();
  const [begun] = events.filter(({ name }) => name === 'POST /oauth2/device_authorization');
  const flow = events.filter(({ kind, flow_id }) => kind === 'http' && flow_id === begun?.flow_id);
  expect(flow.map(({ name }) => name)).toEqual([
    'POST /oauth2/device_authorization',
    'POST /device',
    'GET /interaction/login',
    'POST /interaction/login',
    'GET /device',
    'POST /oauth2/token',
    'POST /device',
    'POST /oauth2/token',
  ]);
  const { arrows } = modelOfFlow((await office.flow(begun?.flow_id ?? '')).events);
  const labels = arrows.map(({ label }) => label);
  expect(labels).toContain('Sends the browser to the page to allow the device');
  // No application stands behind that browser to which anything could be brought.
  expect(labels.filter((label) => /back with|Brings/.test(label))).toEqual([]);
  const titles = (await office.flows()).map(({ title }) => title);
  expect(titles).toContain('Somebody opens the page to type the code of a device');
  const [summary] = (await office.flows()).filter(({ flow_id }) => flow_id === begun?.flow_id);
  expect(summary).toMatchObject({ client_id: 'television', username: 'alice' });
  const shown = JSON.stringify(events);
  for (const secret of [codes.user_code, codes.user_code.replace('-', ''), codes.device_code, PASSWORD, SECRET]) {
    expect(shown).not.toContain(secret);
  }
  stream.close();
});
