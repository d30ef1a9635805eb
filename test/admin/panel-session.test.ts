/** The panel's own session: who gets one, what it looks like, and what it may until it is confirmed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import { OWNER_TICKET_FRAGMENT } from '../../server/contract/admin/settings.ts';
import { hiddenOf } from '../attacks/browser.ts';
import { ADA, ALICE, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { startServer } from '../support/start-server.ts';
import { adminClient, botCredentials, cookieOf, panelCredentials, send, bareChallenge } from './admin-client.ts';
import { forkServer } from './owner-server.ts';

describe('by password', () => {
  let office: AttackedOffice;
  beforeAll(async () => {
    office = await startOffice();
  });
  afterAll(() => office.stop());

  test('an admin gets a cookie of its own, out of reach of scripts and other sites', async () => {
    const response = await send(office.origin, 'signIn', { body: ADA });
    const [line] = response.headers.getSetCookie();
    expect(line).toMatch(/^lanyard_panel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/);
    const session = OPERATIONS.signIn.answer.schema.parse(await response.json());
    const now = Date.now() / 1000;
    expect(session.user).toMatchObject({ username: 'ada' });
    expect(session.issuer_name).toBe('Attacked Office');
    expect(session.confirmed_until - now).toBeCloseTo(15 * 60, -1);
    expect(session.expires_at - now).toBeCloseTo(2 * 3600, -1);
    const client = adminClient(office.origin, { cookie: cookieOf(response), 'x-lanyard-csrf': session.csrf });
    expect((await client('readSession')).body).toEqual(session);
  });

  test('nobody learns who is an admin, or whether there is such a person', async () => {
    const tries = [
      { username: 'ada', password: 'wrong wrong' },
      { username: 'nobody', password: 'wrong wrong' },
      ALICE,
      { username: 'bot', password: 'canary-app-password-0123456789abcdef' },
    ];
    const told = await Promise.all(tries.map((body) => adminClient(office.origin)('signIn', { body })));
    expect(new Set(told.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect([told[0]?.status, told[0]?.headers.get('www-authenticate')]).toEqual([401, bareChallenge(office.origin)]);
    expect(told.every(({ headers }) => headers.getSetCookie().length === 0)).toBe(true);
    const client = adminClient(office.origin, await botCredentials(office.origin));
    const events = (await client('listAuditEvents', { query: { type: 'panel.sign_in_refused' } })).body.items;
    expect(events.map(({ actor, detail }) => `${actor}: ${JSON.stringify(detail['because'])}`).toSorted()).toEqual([
      ': "unknown person"',
      ': "unknown person"',
      'ada: "wrong password"',
      'alice: "not an admin"',
    ]);
  });

  test('signing in again in a browser makes a new session and ends the one before', async () => {
    const before = await panelCredentials(office.origin, ADA);
    const response = await send(office.origin, 'signIn', { body: ADA, headers: { cookie: before.cookie } });
    expect(cookieOf(response)).not.toBe(before.cookie);
    // A page of the same browser that was open before has the new cookie and the old token.
    const page = { cookie: cookieOf(response), 'x-lanyard-csrf': before['x-lanyard-csrf'] };
    const told = await adminClient(office.origin, page)('checkRedirectUri', { body: { redirect_uri: 'x' } });
    expect([told.status, told.problem.type]).toEqual([403, 'urn:lanyard:problem:session_changed']);
    expect((await adminClient(office.origin, page)('readSession')).status).toBe(401);
    expect((await adminClient(office.origin, before)('readSession')).status).toBe(401);
  });

  test('signing out ends it and takes the cookie back', async () => {
    const client = adminClient(office.origin, await panelCredentials(office.origin, ADA));
    const told = await client('signOut');
    expect(told.headers.getSetCookie()[0]).toMatch(/^lanyard_panel=; .*Max-Age=0$/);
    expect((await client('readSession')).status).toBe(401);
  });

  test('a session is no business of a token', async () => {
    const client = adminClient(office.origin, await botCredentials(office.origin));
    for (const name of ['readSession', 'confirmSession', 'signOut'] as const) {
      expect((await client(name, name === 'confirmSession' ? { body: { password: 'x' } } : {})).status).toBe(403);
    }
  });

  test('guessing is slowed down, here and at the page of sign-in together', async () => {
    const guess = () => adminClient(office.origin)('signIn', { body: { username: 'victim', password: 'guess guess' } });
    const told = await Promise.all(Array.from({ length: 20 }, guess));
    expect(told.filter(({ status }) => status === 401)).toHaveLength(10);
    const waiting = told.find(({ status }) => status === 429);
    expect(waiting?.headers.get('retry-after')).toBe(String(waiting?.problem.retry_after_s));
  });
});

const RECENT = (Object.keys(OPERATIONS) as OperationName[]).filter(
  (name) => OPERATIONS[name].access === 'recent_admin',
);

describe('by the desktop program', () => {
  let folder: string;
  let server: Awaited<ReturnType<typeof forkServer>>;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanyard-owner-office-'));
    const file = join(folder, 'office.json');
    const admins = [ADA, { username: 'zoe', password: 'a password of zoe' }].map((user) => ({ ...user, admin: true }));
    const spa = { client_id: 'spa', client_name: 'Spa', token_endpoint_auth_method: 'none' };
    const document = {
      lanyard: 1,
      users: [...admins, { username: 'lou' }, { username: 'off', admin: true, disabled: true }],
      applications: [{ ...spa, redirect_uris: ['https://spa.test/cb'] }],
      service_accounts: [{ username: 'robot' }],
    };
    await writeFile(file, JSON.stringify(document));
    server = await forkServer(['--import', file]);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const newTicket = async (id: string) => {
    const told = await server.ask(id);
    if (!('url' in told)) throw new Error(`refused: ${told.refused}`);
    const url = new URL(told.url);
    expect(`${url.origin}${url.pathname}`).toBe(server.ready.panel);
    return url.hash.replace(`#${OWNER_TICKET_FRAGMENT}`, '');
  };
  const redeem = (ticket: string) => send(server.ready.issuer, 'signInOwner', { body: { ticket } });

  test('a ticket signs the first admin in, once', async () => {
    const ticket = await newTicket('one');
    expect(ticket).toMatch(/^[\w-]{43}$/);
    const told = await Promise.all([redeem(ticket), redeem(ticket)]);
    expect(told.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 401]);
    const session = OPERATIONS.signInOwner.answer.schema.parse(await told.find(({ status }) => status === 201)?.json());
    expect(session.user.username).toBe('ada');
    expect((await redeem(ticket)).status).toBe(401);
    expect((await redeem('guessed-guessed-guessed-guessed')).status).toBe(401);
  });

  test('what it opens needs the password for secrets and keys', async () => {
    const response = await redeem(await newTicket('two'));
    const { csrf } = OPERATIONS.signInOwner.answer.schema.parse(await response.json());
    const client = adminClient(server.ready.issuer, { cookie: cookieOf(response), 'x-lanyard-csrf': csrf });
    expect((await client('listUsers')).status).toBe(200);
    for (const name of RECENT) {
      const told = await client(name);
      expect([name, told.status, told.problem.type]).toEqual([name, 403, 'urn:lanyard:problem:confirmation_needed']);
    }
    const wrong = await client('confirmSession', { body: { password: 'not this' } });
    expect([wrong.status, wrong.problem.errors?.[0]?.pointer]).toEqual([401, '/password']);
    expect((await client('rotateSigningKeys')).status).toBe(403);
    const confirmed = await client('confirmSession', { body: { password: ADA.password } });
    expect(confirmed.body.confirmed_until * 1000).toBeGreaterThan(Date.now() + 14 * 60_000);
    expect((await client('rotateSigningKeys')).status).toBe(200);
  });

  test('what makes a secret or an admin needs the password as well, and other changes of the same do not', async () => {
    const response = await redeem(await newTicket('three'));
    const { csrf } = OPERATIONS.signInOwner.answer.schema.parse(await response.json());
    const client = adminClient(server.ready.issuer, { cookie: cookieOf(response), 'x-lanyard-csrf': csrf });
    const idOf = async (name: 'listUsers' | 'listApplications' | 'listServiceAccounts', q: string) =>
      (await client(name, { query: { q } })).body.items[0]?.id ?? '';
    const [lou, off] = [await idOf('listUsers', 'lou'), await idOf('listUsers', 'off')];
    const spa = await idOf('listApplications', 'spa');
    const robot = await idOf('listServiceAccounts', 'robot');
    const harmless = () =>
      Promise.all([
        client('changeUser', { path: { id: lou }, body: { name: 'Lou', admin: false } }),
        client('changeUser', { path: { id: off }, body: { name: 'Off', admin: true } }),
        client('changeApplication', { path: { id: spa }, body: { client_name: 'The spa' } }),
        client('changeServiceAccount', { path: { id: robot }, body: { name: 'Robot' } }),
      ]);
    const grave = () =>
      Promise.all([
        client('changeUser', { path: { id: lou }, body: { admin: true } }),
        client('changeUser', { path: { id: off }, body: { disabled: false } }),
        client('changeApplication', {
          path: { id: spa },
          body: { token_endpoint_auth_method: 'client_secret_basic' },
        }),
        client('changeServiceAccount', { path: { id: robot }, body: { admin: true } }),
        client('changeServiceAccount', { path: { id: robot }, body: { scope: 'lanyard:sign-in-program' } }),
      ]);
    expect((await harmless()).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const refused = await grave();
    expect(refused.map(({ status, problem }) => `${status} ${problem.type}`)).toEqual(
      refused.map(() => '403 urn:lanyard:problem:confirmation_needed'),
    );
    expect((await client('readUser', { path: { id: lou } })).body.admin).toBe(false);
    expect((await client('readApplication', { path: { id: spa } })).body.secrets).toEqual([]);
    await client('confirmSession', { body: { password: ADA.password } });
    const done = await grave();
    expect(done.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect((await client('readUser', { path: { id: lou } })).body.admin).toBe(true);
  });

  test('anything else said over the channel is not heard', async () => {
    for (const said of [{ kind: 'owner-sign-in' }, { kind: 'delete-everything' }, 'stop', null, 7]) {
      if (said !== null) server.tell(said);
    }
    expect(await newTicket('after nonsense')).toMatch(/^[\w-]{43}$/);
  });
});

test('the shell may stop the server, which ends as by a signal; without an admin it gets no address', async () => {
  const server = await forkServer([]);
  expect(await server.ask('early')).toEqual({ kind: 'owner-sign-in', id: 'early', refused: 'there is no admin yet' });
  server.tell({ kind: 'stop' });
  expect(await server.exit).toBe(0);
  await server.stop();
});

test('with the panel off there is neither panel nor API, nor an address for the owner', async () => {
  const server = await forkServer(['--panel', 'off']);
  expect(await server.ask('off')).toEqual({ kind: 'owner-sign-in', id: 'off', refused: 'the panel is switched off' });
  for (const path of ['/api/v1/users', '/api/openapi.json', '/panel/']) {
    expect((await fetch(`${server.ready.issuer}${path}`)).status).toBe(404);
  }
  await server.stop();
});

test('whoever has just set up the office is in the panel at once', async () => {
  const server = await startServer();
  try {
    const { setup, issuer } = server.ready;
    const page = { text: await (await fetch(setup ?? '')).text() };
    const fields = {
      ...hiddenOf({ ...page, status: 200, headers: new Headers(), location: undefined, url: '' }),
      issuer_name: 'New Office',
      username: 'founder',
      password: 'a password of the founder',
      password_again: 'a password of the founder',
    };
    const done = await fetch(`${issuer}/setup`, { method: 'POST', body: new URLSearchParams(fields) });
    const csrf = /href="\/panel\/#session=([\w-]{43})"/.exec(await done.text())?.[1] ?? '';
    const told = await adminClient(issuer, { cookie: cookieOf(done), 'x-lanyard-csrf': csrf })('readSession');
    expect(told.body).toMatchObject({ user: { username: 'founder' }, issuer_name: 'New Office' });
  } finally {
    await server.stop();
  }
});

test('over TLS the cookie is bound to the host', async () => {
  const { makeCertificates } = await import('../support/certificates.ts');
  const { directory, cert, key } = await makeCertificates();
  const office = await startOffice(['--tls', 'files', '--tls-cert', cert, '--tls-key', key]);
  try {
    const { request } = await import('node:https');
    const line = await new Promise<string>((done, fail) => {
      const asked = request(`${office.origin}/api/v1/session`, {
        method: 'POST',
        rejectUnauthorized: false,
        headers: { 'content-type': 'application/json' },
      });
      asked.on('response', (response) => done(response.headers['set-cookie']?.[0] ?? ''));
      asked.on('error', fail);
      asked.end(JSON.stringify(ADA));
    });
    expect(line).toMatch(/^__Host-lanyard_panel=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=43200$/);
  } finally {
    await office.stop();
    await rm(directory, { recursive: true, force: true });
  }
});
