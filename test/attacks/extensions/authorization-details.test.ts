/** RFC 9396 §5 and §6: acts that nobody described are refused in front, and no later step adds one that nobody allowed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, paramsOf } from '../browser.ts';
import { type AttackedOffice, authorizePath, post, basic } from '../office.ts';
import { PAYMENT, startExtensions, toToken, withCode } from './office.ts';
import { frontComplaints } from './in-front.ts';
import { but, type Refusal, refuses, send } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const text = (...details: readonly unknown[]) => JSON.stringify(details);
const { amount: _amount, ...withoutAmount } = PAYMENT;

/** What is no list of acts that somebody described. §5 */
const WRONG: readonly (readonly [what: string, authorization_details: string])[] = [
  ['that is no JSON', 'payment'],
  ['that is an object', JSON.stringify(PAYMENT)],
  ['that is empty', '[]'],
  ['of words', text('payment')],
  ['of nothing', text(null)],
  ['of lists', text([PAYMENT])],
  ['without a type', text({ amount: '10', payee: 'Bob' })],
  ['with a number for a type', text({ ...PAYMENT, type: 7 })],
  ['with an empty type', text({ ...PAYMENT, type: '' })],
  ['of an unknown type', text({ type: 'transfer' })],
  ['of the type of an object’s own', text({ type: '__proto__' })],
  ['with a field missing', text(withoutAmount)],
  ['with a field that its type does not know', text({ ...PAYMENT, hidden: 'x' })],
  ['with places that are no list', text({ ...PAYMENT, locations: 'https://files.test/' })],
  ['with actions that are no texts', text({ ...PAYMENT, actions: [7] })],
  ['with an identifier that is no text', text({ ...PAYMENT, identifier: {} })],
  ['with a right one first', text(PAYMENT, { type: 'transfer' })],
  ['of eleven', text(...Array.from({ length: 11 }, () => PAYMENT))],
  ['of five thousand characters', text({ ...PAYMENT, payee: 'x'.repeat(5_000) })],
];

describe('a list', () => {
  it.each(WRONG)(
    '%s is refused at the application, and when it is sent ahead',
    async (_what, authorization_details) => {
      const row = { what: '', error: 'invalid_authorization_details' };
      const asked = { client_id: 'rich', authorization_details };
      expect(frontComplaints(await alice.get(authorizePath(asked)), row, office.origin)).toEqual([]);
      const right = await alice.get(authorizePath({ ...asked, authorization_details: text(PAYMENT) }));
      expect((await alice.follow(right)).text).toContain('Bob');

      const params = new URLSearchParams(authorizePath(asked).split('?')[1]);
      const ahead = await post(office.origin, '/oauth2/par', params, { authorization: basic('rich') });
      expect({ status: ahead.status, error: ahead.body['error'] }).toEqual({
        status: 400,
        error: 'invalid_authorization_details',
      });
    },
  );
});

it('is for an application of that API, and no other', async () => {
  const authorization_details = text(PAYMENT);
  const row = { what: '', error: 'invalid_authorization_details' };
  expect(frontComplaints(await alice.get(authorizePath({ authorization_details })), row, office.origin)).toEqual([]);
});

async function allowed(): Promise<string> {
  const asked = { client_id: 'rich', authorization_details: text(PAYMENT), scope: 'openid offline_access' };
  const page = await alice.open(authorizePath(asked));
  const scopes = [...page.text.matchAll(/<input[^>]*name="scope"[^>]*value="([^"]*)"/g)].map(([, value = '']) => value);
  return paramsOf(await alice.submit(page, { decision: 'allow', scope: scopes }))['code'] ?? '';
}

const widened: readonly Refusal[] = [
  ['to another amount', text({ ...PAYMENT, amount: '11' })],
  ['to one act more', text(PAYMENT, { ...PAYMENT, payee: 'Mallory' })],
  ['to another type', text({ type: 'transfer' })],
  ['to a place', text({ ...PAYMENT, locations: ['https://files.test/'] })],
  ['to nothing that is a list', 'payment'],
].map(([what = '', authorization_details]) => ({
  what,
  change: but({ authorization_details }),
  status: 400,
  error: 'invalid_authorization_details',
}));

describe('a code widens nothing', () => {
  refuses(
    () => office.origin,
    async () => toToken('rich', withCode(await allowed())),
    widened,
  );
});

describe('a refresh token widens nothing', () => {
  const refreshes = async () => {
    const { body } = await send(office.origin, toToken('rich', withCode(await allowed())));
    expect(body['authorization_details']).toEqual([PAYMENT]);
    return toToken('rich', { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) });
  };
  refuses(() => office.origin, refreshes, widened);
});

describe('a machine is allowed no act', () => {
  const asks = async () => toToken('rich', { grant_type: 'client_credentials' });
  refuses(() => office.origin, asks, [
    {
      what: 'that is described',
      change: but({ authorization_details: text(PAYMENT) }),
      status: 400,
      error: 'invalid_authorization_details',
    },
  ]);
});
