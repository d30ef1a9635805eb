/** Attacks on the admin API that no field and no operation stands for: cursors, exports, spreadsheets, floods of text, pollution. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient, botCredentials, type Client, cookieOf, panelCredentials, send } from '../admin/admin-client.ts';
import { ADA, ALICE, APP_PASSWORD, type AttackedOffice, SECRET, startOffice } from './office.ts';

let office: AttackedOffice;
let credentials: Record<string, string>;
let client: Client;
beforeAll(async () => {
  office = await startOffice(['--log-level', 'debug']);
  credentials = await botCredentials(office.origin);
  client = adminClient(office.origin, credentials);
});
afterAll(() => office.stop());

const exportOf = async (kind: string) => {
  const response = await fetch(`${office.origin}/api/v1/exports/${kind}`, { headers: credentials });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('cursors', () => {
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it('that were made up are refused, or show what the admin may read anyway', async () => {
    const made = [
      'x',
      '',
      '../../etc/passwd',
      encoded(['', '', 'zzz']),
      encoded(['username', 'a', 'b']),
      encoded(['', { $gt: '' }, 'x']),
      encoded(['', '', { length: 1e9 }]),
      encoded(['', ['__proto__'], '']),
      encoded({ 0: '', 1: '', 2: '', length: 3 }),
      encoded(['', 1, '']),
      encoded([]),
      encoded(null),
    ];
    for (const cursor of made) {
      const told = await client('listUsers', { query: { cursor } });
      expect([200, 400]).toContain(told.status);
      if (told.status === 400) expect(told.problem.errors?.[0]?.pointer).toBe('?cursor');
    }
  });

  it('belong to the order in which they were handed out', async () => {
    const { body } = await client('listUsers', { query: { sort: 'username', limit: '1' } });
    const cursor = body.next ?? '';
    expect((await client('listUsers', { query: { sort: '-username', cursor } })).status).toBe(400);
    expect((await client('listUsers', { query: { cursor } })).status).toBe(400);
    expect((await client('listUsers', { query: { sort: 'username', cursor } })).status).toBe(200);
  });
});

describe('exports', () => {
  it.each([
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    'configuration%00',
    'Configuration',
    'constructor',
    '__proto__',
    'toString',
    'users.csv',
    '%',
  ])('there is none called %s', async (kind) => {
    expect((await exportOf(kind)).status).toBe(404);
  });

  it('are handed out as files that no browser shows as a page of ours', async () => {
    const kinds = { configuration: 'yaml', users: 'csv', applications: 'json', jwks: 'json', 'audit-events': 'jsonl' };
    for (const [kind, ending] of Object.entries(kinds)) {
      const { status, headers } = await exportOf(kind);
      expect([kind, status]).toEqual([kind, 200]);
      expect(headers.get('content-disposition')).toMatch(new RegExp(`^attachment; filename="[\\w.-]+\\.${ending}"$`));
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain('sandbox');
      expect(headers.get('cache-control')).toContain('no-store');
    }
  });

  it('hold no secret, and people none of its hashes either', async () => {
    for (const kind of ['configuration', 'users', 'applications', 'jwks', 'audit-events']) {
      const { text } = await exportOf(kind);
      for (const secret of [ALICE.password, ADA.password, SECRET, APP_PASSWORD]) expect(text).not.toContain(secret);
      if (kind !== 'configuration') expect(text).not.toMatch(/argon2|password_hash|client_secret_hash|"d":/);
    }
  });

  it('defuse what a spreadsheet would run', async () => {
    const formulas = ['=cmd|"/c calc"!A1', '+1+1', '-2+3', '@SUM(A1)', '＝1+1'];
    for (const [index, name] of formulas.entries()) {
      await client('createUser', { body: { username: `formula-${index}`, name, given_name: `=${index}` } });
    }
    await client('createGroup', { body: { name: '=HYPERLINK("https://evil.test")' } });
    await client('createUser', { body: { username: '=1+1', groups: ['=HYPERLINK("https://evil.test")'] } });
    const { text } = await exportOf('users');
    const cells = cellsOf(text);
    expect(cells.length).toBeGreaterThan(50);
    expect(cells.filter((cell) => /^[=+\-@\t\r＝]/.test(cell))).toEqual([]);
    expect(cells).toContain('\'=cmd|"/c calc"!A1');
  });

  it('of the audit log can be checked line by line', async () => {
    const events = (await exportOf('audit-events')).text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; hash: string; previous_hash: string });
    expect(events.map(({ previous_hash }) => previous_hash)).toEqual([
      '',
      ...events.slice(0, -1).map(({ hash }) => hash),
    ]);
  });
});

/** RFC 4180 */
function cellsOf(csv: string): readonly string[] {
  return [...csv.replace(/^\ufeff/, '').matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(?:,|\r\n)/g)].map(
    ([, quoted, plain]) => (quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')),
  );
}

it('floods of text are refused before anything is searched', async () => {
  for (const q of ['x'.repeat(201), '.*'.repeat(500), 'x'.repeat(20_000)]) {
    const response = await send(office.origin, 'listUsers', { query: { q }, headers: credentials });
    expect([400, 431]).toContain(response.status);
    await response.arrayBuffer();
  }
  // Not a pattern: it is looked for as it stands.
  expect((await client('listUsers', { query: { q: '(a+)+$' } })).body.total).toBe(0);
  expect((await client('listUsers', { query: { q: '.*' } })).body.total).toBe(0);
});

describe('names that JavaScript gives a meaning', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other, or none',
    async (name) => {
      for (const made of [
        await client('createGroup', { body: { name } }),
        await client('createUser', { body: { username: name, claims: { [name]: 'x', plain: 'y' } } }),
        await client('createScope', { body: { name, claims: {} } }),
        await client('createApplication', { body: { client_id: name } }),
        await client('createApi', { body: { audience: name } }),
      ]) {
        expect([201, 400]).toContain(made.status);
      }
      for (const path of [{ id: name }]) {
        expect((await client('readUser', { path })).status).toBe(404);
        expect((await client('readGroup', { path })).status).toBe(404);
        expect((await client('readScope', { path })).status).toBe(404);
      }
      expect(({} as Record<string, unknown>)['plain']).toBeUndefined();
      expect((await client('readStatus')).status).toBe(200);
    },
  );

  it('claims of such names are kept as they are, and merged like others', async () => {
    const { id } = (await client('createUser', { body: { username: 'odd', claims: { constructor: { a: 1 } } } })).body;
    const told = await client('changeUser', { path: { id }, body: { claims: { constructor: { b: 2, a: null } } } });
    expect(told.body.claims).toEqual({ constructor: { b: 2 } });
  });
});

describe('the panel’s cookie', () => {
  it('that was planted is worth nothing, before and after signing in', async () => {
    const planted = `lanyard_panel=${'A'.repeat(43)}`;
    const response = await send(office.origin, 'signIn', { body: ADA, headers: { cookie: planted } });
    expect(cookieOf(response)).not.toBe(planted);
    expect((await adminClient(office.origin, { cookie: planted })('readSession')).status).toBe(401);
  });

  it('there twice counts as absent: nobody can tell which is ours', async () => {
    const { cookie } = await panelCredentials(office.origin, ADA);
    for (const both of [`${cookie}; lanyard_panel=${'A'.repeat(43)}`, `${cookie}; ${cookie}`]) {
      expect((await adminClient(office.origin, { cookie: both })('readSession')).status).toBe(401);
    }
  });

  it('opens nothing of sign-on, and no form of another site can use it', async () => {
    const { cookie } = await panelCredentials(office.origin, ADA);
    const browser = office.browser();
    const [name = '', value = ''] = cookie.split('=');
    browser.cookies.set(name, value);
    browser.cookies.set('lanyard_session', value);
    expect((await browser.open('/oauth2/authorize?client_id=trusted&response_type=code')).text).not.toContain('code=');
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const response = await fetch(`${office.origin}/api/v1/groups`, {
        method: 'POST',
        headers: { cookie, 'content-type': type },
        body: '{"name":"forged"}',
      });
      expect(response.status).toBe(403);
    }
    expect((await client('listGroups', { query: { q: 'forged' } })).body.total).toBe(0);
  });

  it('is kept as a hash alone, and the log holds neither it nor what belongs to it', async () => {
    const panel = await panelCredentials(office.origin, ADA);
    await adminClient(office.origin, panel)('createGroup', { body: { name: 'logged' } });
    const log = office.stderr();
    for (const secret of [panel.cookie.split('=')[1] ?? '', panel['x-lanyard-csrf'], ADA.password]) {
      expect(log).not.toContain(secret);
      expect((await exportOf('audit-events')).text).not.toContain(secret);
    }
  });
});

it('the audit log says what each change was, and holds no secret that was made', async () => {
  const account = (await client('createServiceAccount', { body: { username: 'secretive' } })).body;
  const application = (await client('createApplication', { body: { client_name: 'Secretive' } })).body;
  const { client_secret } = (await client('makeApplicationSecret', { path: { id: application.id } })).body;
  const { id } = (await client('createUser', { body: { username: 'sally', password: 'a password of sally' } })).body;
  await client('changeUser', { path: { id }, body: { name: 'Sally', claims: { code: '1', token: { hash: 'x' } } } });
  const { password } = (await client('resetUserPassword', { path: { id } })).body;
  const log = (await exportOf('audit-events')).text;
  for (const secret of [account.app_password.password, application.client_secret, client_secret, password]) {
    expect(typeof secret).toBe('string');
    expect(log).not.toContain(secret);
  }
  expect(log).not.toContain('a password of sally');
  const [event] = (await client('listAuditEvents', { query: { type: 'user.changed' } })).body.items;
  expect(event).toMatchObject({
    actor: 'bot',
    target: 'sally',
    detail: { id, before: { name: 'sally' }, after: { name: 'Sally' } },
  });
});

it('every change of the table writes one event, in the words of the admin who made it', async () => {
  const panel = adminClient(office.origin, await panelCredentials(office.origin, ADA));
  const before = (await panel('listAuditEvents')).body.total;
  const made = await panel('createGroup', { body: { name: 'counted' } });
  await panel('changeGroup', { path: { id: made.body.id }, body: { name: 'counted twice' } });
  await panel('removeGroup', { path: { id: made.body.id } });
  const { items, total } = (await panel('listAuditEvents', { query: { limit: '3' } })).body;
  expect(total - before).toBe(3);
  expect(items.map(({ type, actor, address }) => [type, actor, address])).toEqual([
    ['group.removed', 'ada', '127.0.0.1'],
    ['group.changed', 'ada', '127.0.0.1'],
    ['group.created', 'ada', '127.0.0.1'],
  ]);
});

it('what no operation stands for is not there, whoever asks', async () => {
  for (const path of [
    '/api/v1',
    '/api/v1/',
    '/api/v1/users/',
    '/api/v1//users',
    '/api/v1/users/..%2fgroups',
    '/api/v1/nothing',
    '/api/v1/%',
  ]) {
    const response = await fetch(`${office.origin}${path}`, { headers: credentials });
    expect([path, response.status]).toEqual([path, 404]);
  }
  for (const method of ['PUT', 'OPTIONS', 'PROPFIND']) {
    const response = await fetch(`${office.origin}/api/v1/users`, { method, headers: credentials });
    expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, POST']);
  }
  const head = await fetch(`${office.origin}/api/v1/users`, { method: 'HEAD', headers: credentials });
  expect([head.status, await head.text()]).toEqual([200, '']);
});
