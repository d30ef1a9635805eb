/** The office's own sign-in page at a real server: changed, looked at, undone, carried in the document, and met by people. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ADA, type AttackedOffice, authorizePath, startOffice } from '../attacks/office.ts';
import { Browser } from '../attacks/browser.ts';
import { adminClient, botCredentials, type Client, exported, panelCredentials } from '../admin/admin-client.ts';

const LOGO = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const PAGE = {
  heading: 'Hello from {{application}}',
  lead: '{{#ext-team}}Team {{ext-team}}{{/ext-team}}{{^ext-team}}No team{{/ext-team}}; {{connection}}; {{login_hint}}',
  block: '<p>Call <a href="tel:17">17</a> {{ext-team}}</p>',
  logo: LOGO,
  action_light: '#7A1F4D',
};

let office: AttackedOffice;
let client: Client;
let bot: Record<string, string>;
beforeAll(async () => {
  office = await startOffice();
  bot = await botCredentials(office.origin);
  client = adminClient(office.origin, bot);
});
afterAll(() => office.stop());

const arrive = async (changes: Record<string, string> = {}) =>
  (await new Browser(office.origin).open(authorizePath(changes))).text.replaceAll(/[\u2068\u2069]/g, '');

test('is as Lanyard has it until an admin makes it the office’s own', async () => {
  const before = await client('readLoginPage');
  expect(before.body).toMatchObject({ heading: null, logo: null, undoable: false });
  expect(await arrive()).toMatch(/<h1 id="lanyard-heading">Sign in to <bdi>/);
  const saved = await client('changeLoginPage', { body: PAGE });
  expect(saved.body).toMatchObject({ ...PAGE, submit: null, undoable: true });
  const text = await arrive({ 'ext-team': '"><script>x</script>', connection: 'Staff', login_hint: 'ada' });
  expect(text).toContain('>Hello from ');
  expect(text).toContain('Team &quot;&gt;&lt;script&gt;x&lt;/script&gt;; Staff; ada');
  expect(text).toContain('<p>Call <a href="tel:17">17</a> &quot;&gt;');
  expect(text).not.toContain('<script>x');
  expect(text).toContain('name="password"');
});

test('takes from a request what its name allows, bounded in number and length', async () => {
  expect(await arrive({ 'ext-team': 'x'.repeat(200) })).toContain(`Team ${'x'.repeat(200)}`);
  for (const kept of [{ 'ext-team': 'x'.repeat(201) }, { team: 'x' }, { 'xext-team': 'x' }, { 'EXT-team': 'x' }]) {
    expect(await arrive(kept)).toContain('No team');
  }
  const many = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`ext-${index}`, 'x']));
  expect(await arrive({ ...many, 'ext-team': 'late' })).toContain('No team');
});

test('takes them at Auth0’s address as at our own, and from a request that was sent ahead', async () => {
  const redirect_uri = 'https://spa.test/cb';
  const secret = 'auth0-secret-auth0-secret-auth0-01';
  const application = { client_id: 'auth0-app', client_secret: secret, dialect: 'auth0' as const };
  const made = await client('createApplication', { body: { ...application, redirect_uris: [redirect_uri] } });
  expect(made.status).toBe(201);
  const words = { 'ext-team': '<b>Blue</b>', connection: 'Staff', login_hint: 'ada', screen_hint: 'signup' };
  const request = {
    client_id: 'auth0-app',
    response_type: 'code',
    redirect_uri,
    scope: 'openid',
    state: 's',
    ...words,
  };
  const shownAt = async (query: Record<string, string>) => {
    const path = `/authorize?${new URLSearchParams(query).toString()}`;
    return (await new Browser(office.origin).open(path)).text.replaceAll(/[\u2068\u2069]/g, '');
  };
  expect(await shownAt(request)).toContain('Team &lt;b&gt;Blue&lt;/b&gt;; Staff; ada');
  const body = JSON.stringify({ ...request, client_secret: secret });
  const headers = { 'content-type': 'application/json' };
  const ahead = await fetch(`${office.origin}/oauth/par`, { method: 'POST', headers, body });
  const { request_uri } = (await ahead.json()) as { readonly request_uri: string };
  const pushed = await shownAt({ client_id: 'auth0-app', request_uri, 'ext-team': 'Red' });
  expect(pushed).toContain('Team &lt;b&gt;Blue&lt;/b&gt;; Staff; ada');
});

test('serves logo and colours as files that hold no program', async () => {
  const text = await arrive();
  const paths = [...text.matchAll(/"(\/assets\/(?:logo|colours)-[^"]+)"/g)].map(([, path]) => path!);
  expect(paths).toHaveLength(2);
  const answers = await Promise.all(paths.map((path) => fetch(office.origin + path)));
  expect(answers.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([
    [200, 'text/css; charset=utf-8'],
    [200, 'image/png'],
  ]);
  for (const { headers } of answers) expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(Buffer.from(await answers[1]!.arrayBuffer()).toString('base64')).toBe(LOGO);
  expect((await fetch(`${office.origin}/assets/logo-0000000000000000.png`)).status).toBe(404);
});

test('refuses what could harm or not be read, at its field and by its line, and keeps what was', async () => {
  const bad: readonly (readonly [object, string, RegExp])[] = [
    [{ block: '<p>fine</p>\n<script>alert(1)</script>' }, '/block', /the tag script in line 2/],
    [{ lead: '{{{login_hint}}}' }, '/lead', /\{\{\{ in line 1/],
    [{ heading: 'Sign in to your bank' }, '/heading', /must hold \{\{application\}\}/],
    [{ submit: '{{ext-a}}' }, '/submit', /placeholder/],
    [{ action_light: 'red' }, '/action_light', /must be a colour/],
    [{ action_light: '#FFFF00' }, '/action_light', /contrast of 1\.\d to 1 and needs 4.5/],
    [{ paper_light: '#000000' }, '/paper_light', /text on it/],
    [{ logo: Buffer.from('<svg/>').toString('base64') }, '/logo', /an SVG can hold programs/],
  ];
  for (const [body, pointer, why] of bad) {
    const { status, problem } = await client('changeLoginPage', { body });
    expect([status, problem.errors?.[0]?.pointer]).toEqual([400, pointer]);
    expect(problem.errors?.[0]?.detail).toMatch(why);
  }
  expect((await client('readLoginPage')).body).toMatchObject(PAGE);
});

test('is drawn before it is saved, for admins alone, and nothing is kept of it', async () => {
  const body = { theme: 'dark', changes: { heading: 'Draft for {{application}}', logo: null } } as const;
  const { body: shown } = await client('previewLoginPage', { body });
  expect(shown.html).toContain('Draft for ');
  expect(shown.html).toContain('id="lanyard-password"');
  expect(shown.html).not.toContain('<script');
  expect((await client('readLoginPage')).body).toMatchObject(PAGE);
  expect((await adminClient(office.origin)('previewLoginPage', { body })).status).toBe(401);
  const { cookie } = await panelCredentials(office.origin, ADA);
  const withoutCsrf = adminClient(office.origin, { cookie: String(cookie) });
  expect((await withoutCsrf('previewLoginPage', { body })).status).toBeGreaterThanOrEqual(400);
  const bad = { theme: 'dark', changes: { block: '<img src="x">' } } as const;
  expect((await client('previewLoginPage', { body: bad })).problem.errors?.[0]?.pointer).toBe('/changes/block');
});

test('is part of the configuration document', async () => {
  expect(await exported(office.origin, bot)).toContain('heading: Hello from {{application}}');
});

test('comes back as it was before, and as Lanyard has it, each under a name in the audit log', async () => {
  await client('changeLoginPage', { body: { heading: 'Second {{application}}' } });
  expect((await client('undoLoginPage')).body).toMatchObject({ heading: PAGE.heading, undoable: true });
  expect((await client('undoLoginPage')).body.heading).toBe('Second {{application}}');
  const reset = await client('resetLoginPage');
  expect(reset.body).toMatchObject({ heading: null, block: null, logo: null, action_light: null, undoable: true });
  expect(await arrive()).toMatch(/<h1 id="lanyard-heading">Sign in to <bdi>/);
  expect((await client('undoLoginPage')).body.heading).toBe('Second {{application}}');
  const stale = await client('changeLoginPage', { body: { help: 'x' }, headers: { 'if-match': '"old.old"' } });
  expect(stale.problem.type).toBe('urn:lanyard:problem:stale');
  const { items } = (await client('listAuditEvents', { query: { type: 'login_page.' } })).body;
  const sentences = items.map(({ sentence }) => sentence);
  expect(sentences).toContain('bot put back the sign-in page as Lanyard has it');
  expect(sentences).toContain('bot put back the sign-in page as it was before');
  expect(sentences.some((sentence) => sentence.startsWith('bot changed the sign-in page'))).toBe(true);
  expect(JSON.stringify(items)).not.toContain(LOGO);
});
