/** Every parameter of OpenID Connect in every wrong shape, where all response types are open: an OAuth error, a page, or nothing at all. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RESPONSE_TYPE_NAMES } from '../../server/spec/vocabulary.ts';
import type { Answer, Browser } from './browser.ts';
import { ALICE, type AttackedOffice, authorizeParams, CALLBACK, SECRET, startOffice } from './office.ts';

const NAMES = [
  'claims',
  'request',
  'request_uri',
  'registration',
  'acr_values',
  'response_type',
  'response_mode',
  'nonce',
  'state',
  'scope',
  'prompt',
  'max_age',
  'id_token_hint',
  'login_hint',
  'display',
  'ui_locales',
  'claims_locales',
];

/** As they stand in a form or a query, percent-encoded. */
const WRONG: readonly (readonly [what: string, spelled: (name: string) => string])[] = [
  ['missing', () => ''],
  ['empty', (name) => `${name}=`],
  ['without a value', (name) => name],
  ['twice', (name) => `${name}=a&${name}=b`],
  ['a list', (name) => `${name}[]=a&${name}[]=b`],
  ['an object', (name) => `${name}[a]=b&${name}[__proto__][c]=d`],
  ['broken UTF-8', (name) => `${name}=%ff%fe%c0%80`],
  ['broken percent-encoding', (name) => `${name}=%zz%`],
  ['a NUL and a line break', (name) => `${name}=%00%0d%0aX:%20y`],
  ['a number without end', (name) => `${name}=${'9'.repeat(400)}`],
  ['JSON', (name) => `${name}=${encodeURIComponent('{"a":[1,{"b":null}]}')}`],
  ['an address', (name) => `${name}=https%3A%2F%2Fevil.test%2F`],
];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const HUGE = (name: string) => `${name}=${'x'.repeat(1_000_000)}`;

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' });
  office = await startOffice([], {
    settings: { legacy_grants: true },
    applications: [
      {
        client_id: 'trusted',
        client_secret: SECRET,
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code', 'implicit'],
        response_types: RESPONSE_TYPE_NAMES,
        scope: 'openid profile email',
        consent: 'skip',
        jwks: { keys: [jwk] },
      },
    ],
  });
  alice = await office.signedIn(ALICE);
});
afterAll(() => office.stop());

/** A request in which `name` stands as `spelled` and nowhere else. */
const request = (name: string, spelled: string, response_type: string) =>
  [authorizeParams({ response_type, [name]: undefined, nonce: name === 'nonce' ? undefined : 'n' }).toString(), spelled]
    .filter((part) => part !== '')
    .join('&');

/** What is wrong with an answer: it went to the application, to a page of ours, or stayed, and is no fault of ours. */
function complaintsAbout({ status, location, text }: Answer): readonly string[] {
  const complaints: string[] = [];
  if (status >= 500) complaints.push(`status ${status}`);
  if (status >= 400 && !/id="lanyard-error"|^$|^\{/.test(text)) complaints.push(`${status} without an error`);
  if (location === undefined) return complaints;
  const { origin, pathname, search } = new URL(location, office.origin);
  const known = origin === office.origin ? pathname.startsWith('/interaction/') : location.startsWith(CALLBACK);
  if (!known) complaints.push(`leads to ${location}`);
  if (/access_token|id_token=/.test(search)) complaints.push('a token in the query');
  return complaints;
}

describe.each(NAMES)('%s', (name) => {
  it.each(WRONG)('%s', async (_what, spelled) => {
    for (const response_type of RESPONSE_TYPE_NAMES) {
      const params = request(name, spelled(name), response_type);
      expect(complaintsAbout(await alice.get(`/oauth2/authorize?${params}`))).toEqual([]);
      expect(complaintsAbout(await alice.post('/oauth2/authorize', params, FORM))).toEqual([]);
    }
  });

  it('a megabyte', async () => {
    const params = request(name, HUGE(name), 'code id_token token');
    const posted = await alice.post('/oauth2/authorize', params, FORM);
    expect(complaintsAbout(posted)).toEqual([]);
    expect(posted.location ?? '').not.toMatch(/access_token|code=/);
  });
});

it('the server is as well as before', async () => {
  expect(await (await fetch(`${office.origin}/health`)).json()).toEqual({ status: 'ok' });
  expect(office.stderr()).not.toMatch(/incident/);
});
