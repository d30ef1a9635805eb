/** Who may do what in the admin API: every operation of the table, tried by everybody who may not. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../server/contract/admin/operation.ts';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import { ADA, type AttackedOffice, codeFor, redeem, startOffice } from '../attacks/office.ts';
import {
  bareChallenge,
  adminClient,
  botCredentials,
  type Client,
  exported,
  type PanelCredentials,
  panelCredentials,
} from './admin-client.ts';

const ALL = Object.keys(OPERATIONS) as OperationName[];
const operationOf = (name: OperationName): Operation => OPERATIONS[name];
const GUARDED = ALL.filter((name) => operationOf(name).access !== 'anyone');
const CHANGING = GUARDED.filter((name) => operationOf(name).method !== 'GET');
const WAYS_IN = ALL.filter((name) => operationOf(name).access === 'anyone');

let office: AttackedOffice;
let stranger: Client;
let bot: Record<string, string>;
let panel: PanelCredentials;
let before: string;
beforeAll(async () => {
  office = await startOffice();
  stranger = adminClient(office.origin);
  bot = await botCredentials(office.origin);
  panel = await panelCredentials(office.origin, ADA);
  before = await exported(office.origin, bot);
});
afterAll(() => office.stop());

test('the table has operations of every kind', () => {
  expect(ALL.length).toBeGreaterThan(50);
  expect(WAYS_IN.toSorted()).toEqual(['signIn', 'signInOwner']);
});

describe.each(GUARDED)('%s', (name) => {
  test('is refused to a stranger', async () => {
    const told = await stranger(name);
    expect([told.status, told.headers.get('www-authenticate')]).toEqual([401, bareChallenge(office.origin)]);
  });

  test('is refused for a token that nobody issued', async () => {
    const told = await stranger(name, { headers: { authorization: 'Bearer guessed' } });
    expect([told.status, told.problem.type]).toEqual([401, 'urn:lanyard:problem:unauthenticated']);
  });

  test('is refused by another scheme than Bearer', async () => {
    const told = await stranger(name, { headers: { authorization: 'Basic YWRhOmFkYQ==' } });
    expect(told.status).toBe(401);
  });
});

describe('a person who is signed in and no admin', () => {
  let credentials: Record<string, string>;
  let cookie: string;
  beforeAll(async () => {
    const browser = await office.signedIn();
    cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { body } = await redeem(office.origin, await codeFor(browser));
    credentials = { authorization: `Bearer ${body['access_token']}` };
  });

  test.each(GUARDED)('may not %s with the token of an application', async (name) => {
    const told = await stranger(name, { headers: credentials });
    expect([told.status, told.headers.get('www-authenticate')]).toEqual([
      403,
      bareChallenge(office.origin).replace('Bearer ', 'Bearer error="insufficient_scope", scope="lanyard:admin", '),
    ]);
  });

  test.each(GUARDED)('may not %s with the cookie of sign-on', async (name) => {
    expect(cookie).toContain('lanyard_session=');
    expect((await stranger(name, { headers: { cookie } })).status).toBe(401);
  });
});

test.each(GUARDED)('the cookie of sign-on of an admin does not open %s', async (name) => {
  const browser = await adaSignedIn();
  expect((await stranger(name, { headers: { cookie: browser } })).status).toBe(401);
});

let adaCookie: Promise<string> | undefined;
function adaSignedIn(): Promise<string> {
  adaCookie ??= office
    .signedIn(ADA)
    .then(({ cookies }) => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
  return adaCookie;
}

describe('a service account without the scope', () => {
  test('does not get it where it is no admin', async () => {
    await expect(botCredentials(office.origin, 'humble')).rejects.toThrow('invalid_scope');
  });

  test.each(GUARDED)('may not %s', async (name) => {
    const credentials = await withoutScope();
    expect((await stranger(name, { headers: credentials })).status).toBe(403);
  });
});

let plainToken: Promise<Record<string, string>> | undefined;
function withoutScope() {
  // An empty audience would be refused for another reason: the API is what its scope belongs to.
  plainToken ??= adminWithoutScope();
  return plainToken;
}

async function adminWithoutScope(): Promise<Record<string, string>> {
  const made = await adminClient(office.origin, bot)('createServiceAccount', {
    body: { username: 'plain-admin', admin: true },
  });
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    username: 'plain-admin',
    password: made.body.app_password.password,
  });
  const response = await fetch(`${office.origin}/oauth2/token`, { method: 'POST', body: form });
  const { access_token } = (await response.json()) as { access_token: string };
  before = await exported(office.origin, bot);
  return { authorization: `Bearer ${access_token}` };
}

test('a token that is meant for another API opens nothing', async () => {
  const credentials = await botCredentials(office.origin, 'bot', 'lanyard:admin things:read');
  const told = await stranger('readStatus', { headers: credentials });
  expect([told.status, told.problem.detail]).toEqual([401, 'the access token is meant for another API']);
});

describe('in the panel', () => {
  test.each(GUARDED.filter((each) => each !== 'readSession'))(
    '%s needs the CSRF header of this very session',
    async (name) => {
      const { cookie } = panel;
      const without = await stranger(name, { headers: { cookie } });
      expect([without.status, without.problem.type]).toEqual([403, 'urn:lanyard:problem:forbidden']);
      const other = await otherSession();
      const foreign = await stranger(name, { headers: { cookie, 'x-lanyard-csrf': other['x-lanyard-csrf'] } });
      expect([foreign.status, foreign.problem.type]).toEqual([403, 'urn:lanyard:problem:session_changed']);
    },
  );

  test('who is signed in is said to nobody who has the cookie alone', async () => {
    const { cookie } = panel;
    const other = (await otherSession())['x-lanyard-csrf'];
    for (const headers of [{ cookie }, { cookie, 'x-lanyard-csrf': other }, { cookie, 'x-lanyard-csrf': '' }]) {
      const told = await stranger('readSession', { headers });
      expect([told.status, told.text.includes('ada')]).toEqual([401, false]);
    }
    const told = await stranger('readSession', { headers: panel });
    expect([told.status, told.body.user.username]).toEqual([200, 'ada']);
  });

  test.each(ALL)('%s is refused to the page of another origin', async (name) => {
    const foreign = [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: office.origin.replace(/:\d+$/, ':1') },
    ];
    for (const headers of foreign) {
      expect((await stranger(name, { headers: { ...panel, ...headers } as Record<string, string> })).status).toBe(403);
    }
  });

  test.each(CHANGING)('%s is refused to what a person typed into the address bar', async (name) => {
    expect((await stranger(name, { headers: { ...panel, 'sec-fetch-site': 'none' } })).status).toBe(403);
  });

  test.each(GUARDED)('%s is refused with a session and a token at once', async (name) => {
    const told = await stranger(name, { headers: { ...panel, ...bot } });
    expect([told.status, told.problem.detail]).toEqual([
      400,
      'the request has both a panel session and an Authorization header',
    ]);
  });
});

let another: Promise<PanelCredentials> | undefined;
function otherSession() {
  another ??= panelCredentials(office.origin, ADA);
  return another;
}

test('the same session and token are let in where nothing is wrong with them', async () => {
  for (const credentials of [panel, bot]) {
    const client = adminClient(office.origin, credentials);
    expect((await client('readStatus')).status).toBe(200);
    expect((await client('checkRedirectUri', { body: { redirect_uri: 'https://x.test' } })).status).toBe(404);
  }
});

test('a preflight from elsewhere is refused, and no script elsewhere may read an answer', async () => {
  for (const path of ['/api/v1/users', '/api/v1/session', '/api/openapi.json']) {
    const response = await fetch(`${office.origin}${path}`, {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  }
  const read = await fetch(`${office.origin}/api/v1/users`, { headers: bot });
  expect(read.headers.has('access-control-allow-origin')).toBe(false);
});

test('nothing of all this changed the office', async () => {
  expect(await exported(office.origin, bot)).toBe(before);
});
