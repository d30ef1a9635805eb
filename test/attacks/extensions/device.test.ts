/** RFC 8628: what a device is told that begins wrongly (§3.2) or asks wrongly (§3.5), and RFC 6749 §5.2 for the rest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEVICE_CODE_GRANT } from '../../../server/spec/vocabulary.ts';
import type { Browser } from '../browser.ts';
import { type AttackedOffice, basic } from '../office.ts';
import { allowedDevice, answerDevice, beginDevice, DOORS, startExtensions, toToken } from './office.ts';
import { alsoWith, but, complaints, type Refusal, refuses, send, type Sent, without } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const CLIENT: Pick<Refusal, 'status' | 'error'> = { status: 401, error: 'invalid_client' };
const BASIC = /^Basic /;

describe('a device that begins', () => {
  const begins = async (): Promise<Sent> => ({
    path: '/oauth2/device_authorization',
    fields: { scope: 'openid' },
    headers: { authorization: basic('tv') },
  });
  refuses(() => office.origin, begins, [
    { what: 'without saying who it is', change: without('authorization'), ...CLIENT },
    { what: 'as somebody unknown', change: but({}, { authorization: basic('nobody') }), ...CLIENT, challenge: BASIC },
    { what: 'with a wrong secret', change: but({}, { authorization: basic('tv', 'x') }), ...CLIENT, challenge: BASIC },
    {
      what: 'as an application that is not switched on for it',
      change: but({}, { authorization: basic('trusted') }),
      status: 400,
      error: 'unauthorized_client',
    },
    {
      what: 'with a scope that is not open',
      change: but({ scope: 'doors:open' }),
      status: 400,
      error: 'invalid_scope',
    },
    { what: 'for an API that is not its own', change: but({ resource: DOORS }), status: 400, error: 'invalid_target' },
    {
      what: 'with a scope that comes twice',
      change: alsoWith('scope', 'openid'),
      status: 400,
      error: 'invalid_request',
    },
    {
      what: 'for a single act, which its page shows nobody',
      change: but({ authorization_details: '[{"type":"payment","amount":"1","payee":"x"}]' }),
      status: 400,
      error: 'invalid_authorization_details',
    },
    {
      what: 'by GET',
      change: (right) => ({ ...right, method: 'GET' }),
      status: 405,
      error: 'invalid_request',
      allow: 'POST',
    },
  ]);
});

describe('a device that asks', () => {
  const asks = async () => ofDevice(await allowedDevice(office, alice));
  const grant = (what: string, change: Refusal['change']): Refusal => ({
    what,
    change,
    status: 400,
    error: 'invalid_grant',
  });
  refuses(() => office.origin, asks, [
    { what: 'without its code', change: but({ device_code: undefined }), status: 400, error: 'invalid_request' },
    { what: 'with two codes', change: alsoWith('device_code', 'x'), status: 400, error: 'invalid_request' },
    grant('with a code that nobody gave out', but({ device_code: 'made-up-made-up-made-up' })),
    grant('with its code in capitals', (right) => but({ device_code: codeIn(right).toUpperCase() })(right)),
    grant('with the code of another application', but({}, { authorization: basic('other-tv') })),
    {
      what: 'as an application that is not switched on for it',
      change: but({}, { authorization: basic('trusted') }),
      status: 400,
      error: 'unauthorized_client',
    },
    { what: 'without its secret', change: without('authorization'), ...CLIENT },
    { what: 'with a wrong secret', change: but({}, { authorization: basic('tv', 'x') }), ...CLIENT, challenge: BASIC },
    {
      what: 'for an API that was not asked for',
      change: but({ resource: DOORS }),
      status: 400,
      error: 'invalid_target',
    },
  ]);

  it('with the short code in the place of the long one is told nothing', async () => {
    const { user_code, device_code } = await beginDevice(office);
    await answerDevice(alice, user_code);
    const wrong = ofDevice(user_code);
    const expected = { status: 400, error: 'invalid_grant' };
    expect(complaints(await send(office.origin, wrong), expected, wrong)).toEqual([]);
    expect((await send(office.origin, ofDevice(device_code))).status).toBe(200);
  });
});

describe('a device that has to wait, or need not any more', () => {
  it('is told authorization_pending, then slow_down, and gets its tokens at once when they are there', async () => {
    const { user_code, device_code } = await beginDevice(office);
    const sent = ofDevice(device_code);
    const said = async (error: string) => complaints(await send(office.origin, sent), { status: 400, error }, sent);
    expect(await said('authorization_pending')).toEqual([]);
    expect(await said('slow_down')).toEqual([]);
    await answerDevice(alice, user_code);
    expect((await send(office.origin, sent)).body).toMatchObject({
      token_type: 'Bearer',
      expires_in: expect.any(Number),
    });
    expect(await said('invalid_grant')).toEqual([]);
  });

  it('is told access_denied, each time, where the person said no', async () => {
    const { user_code, device_code } = await beginDevice(office);
    const sent = ofDevice(device_code);
    await answerDevice(alice, user_code, 'deny');
    for (let time = 0; time < 2; time += 1) {
      const told = await send(office.origin, sent);
      expect(complaints(told, { status: 400, error: 'access_denied' }, sent)).toEqual([]);
    }
  });
});

function ofDevice(device_code: string): Sent {
  return toToken('tv', { grant_type: DEVICE_CODE_GRANT, device_code });
}

function codeIn({ fields }: Sent): string {
  return 'device_code' in fields ? (fields.device_code ?? '') : '';
}
