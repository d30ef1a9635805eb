/** What another site's page posts comes again as a GET: which forms do, how they travel, and what is believed of what comes. */
import { expect, it } from 'vitest';
import { comeAgain, openPosted } from '../../server/http/posted-elsewhere.ts';
import { createHouseSecrets } from '../../server/keys/house-secrets.ts';
import { createSealer } from '../../server/keys/sealing.ts';
import { NO_PARAMS, type Params, paramsOf } from '../../server/spec/params.ts';
import { NOW } from '../support/records.ts';

const PATH = '/oauth2/authorize';
const NOBODY = { session: undefined, browser: undefined, browser_state: undefined };
const BROWSER = { audience: 'browser' } as const;

let now = NOW;
const house = (key: Buffer) => {
  const made = createHouseSecrets(createSealer(key));
  return { secrets: { ...made, random: () => 'r' }, now: () => now };
};
const ours = house(Buffer.alloc(32, 1));

const posted = (params: Params, cookies: object = {}) => ({
  method: 'POST' as const,
  params,
  cookies: { ...NOBODY, ...cookies },
});

/** The query of the address that the form comes again at. */
function queryAfter(params: Params, sealing = ours): Params {
  const { location = '' } = comeAgain(posted(params), BROWSER, PATH, sealing) ?? {};
  const to = new URL(location, 'https://sso.test');
  expect(to.pathname).toBe(PATH);
  return paramsOf(to.searchParams);
}

const open = (query: Params, path = PATH) => [...openPosted(query, path, ours).entries()];

it('arrives as it was sent: order, repetition, empty values and every character', () => {
  const pairs = [
    ['state', ' +&=%#"<é😀\r\n'],
    ['empty', ''],
    ['resource', 'https://one.test'],
    ['resource', 'https://two.test'],
    ['lanyard_posted', 'x'],
  ] as const;
  expect(open(queryAfter(paramsOf(pairs)))).toEqual(pairs);
  expect(open(queryAfter(NO_PARAMS))).toEqual([]);
});

it('shows nothing of itself in the address, and fits into one with a request object of 10 kB', () => {
  const request = 'eyJhbGciOiJSUzI1NiJ9.'.padEnd(10_240, 'a');
  const query = queryAfter(paramsOf([['request', request]]));
  expect(JSON.stringify([...query.entries()])).not.toContain('eyJhbGciOiJSUzI1NiJ9');
  expect(open(query)).toEqual([['request', request]]);
});

it.each([
  ['with the cookie of a session', posted(NO_PARAMS, { session: 's' }), BROWSER],
  ['with the cookie of a browser that is in the middle of a sign-in', posted(NO_PARAMS, { browser: 'b' }), BROWSER],
  ['by GET', { ...posted(NO_PARAMS), method: 'GET' as const }, BROWSER],
  ['by an application itself', posted(NO_PARAMS), { audience: 'application' } as const],
  ['longer than any address', posted(paramsOf([['request', 'a'.repeat(40_000)]])), BROWSER],
])('is answered as it came: %s', (_what, asked, endpoint) => {
  expect(comeAgain(asked, endpoint, PATH, ours)).toBeUndefined();
});

it('comes again though the state came, which browsers send along from everywhere over TLS', () => {
  const asked = posted(NO_PARAMS, { browser_state: 'in-x' });
  expect(comeAgain(asked, BROWSER, PATH, ours)).toMatchObject({ kind: 'redirect', status: 303 });
});

it('is refused when somebody else sealed it, it was changed, it was for another endpoint, or its time is over', () => {
  const query = queryAfter(paramsOf([['a', '1']]));
  const value = query.get('lanyard_posted') ?? '';
  const again = 'Please start again';
  const wordsOf = (work: () => unknown): unknown => {
    try {
      return work();
    } catch (error) {
      return (error as { readonly words?: { readonly title: string } }).words?.title;
    }
  };
  for (const wrong of [`${value}A`, `A${value.slice(1)}`, 'x', 'x'.repeat(30_000)]) {
    expect(wordsOf(() => open(paramsOf([['lanyard_posted', wrong]])))).toBe(again);
  }
  const ticket = ours.secrets.seal('ticket', JSON.stringify({ path: PATH, fields: [], expires_at: NOW + 60 }));
  expect(wordsOf(() => open(paramsOf([['lanyard_posted', ticket]])))).toBe(again);
  expect(wordsOf(() => open(queryAfter(NO_PARAMS, house(Buffer.alloc(32, 2)))))).toBe(again);
  expect(wordsOf(() => open(query, '/oauth2/logout'))).toBe(again);
  now = NOW + 299;
  expect(open(query)).toEqual([['a', '1']]);
  now = NOW + 300;
  expect(wordsOf(() => open(query))).toBe(again);
  now = NOW;
});

it('is no name for an application to stumble over: beside others it is passed over as any unknown one', () => {
  const pairs = [
    ['client_id', 'app'],
    ['lanyard_posted', 'x'],
  ] as const;
  expect(open(paramsOf(pairs))).toEqual(pairs);
});
