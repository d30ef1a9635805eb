import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLanyard } from '../support/start-server.ts';
import { workOf } from '../support/work-of.ts';
import { parseConfigurationText } from '../../server/imports/configuration-text.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-documents-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function importing(document: object | string) {
  const file = join(directory, 'document.yaml');
  await writeFile(file, typeof document === 'string' ? document : JSON.stringify(document));
  return runLanyard(['import', file, '--data-dir', join(directory, 'data')]);
}

const BAD_REDIRECTS = [
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://rp.test/x',
  'https://*.test/cb',
  'https://rp.test/*',
  '.*',
  'https://rp.test/cb#f',
  'app:/cb',
  '//rp.test/cb',
  '/cb',
  'https:rp.test',
  'https://user:password@rp.test/cb',
  'https://rp.test\\@evil.test/cb',
  'https://rp.test/a/../b',
  'https://rp.test/%2e%2E/b',
  'https://2130706433/cb',
  'https://0x7f.1/cb',
  'https://rp.t\u0435st/cb',
  'https://rp.test:99999/cb',
  'https://[::1/cb',
  'com.example.app://a b',
];

it('registers no redirect URI that a browser would read differently, and applies nothing of such a document', async () => {
  const redirect_uris = ['https://rp.test/cb', 'com.example.app:/cb', 'http://[::1]/cb', ...BAD_REDIRECTS];
  const bad = await importing({
    lanyard: 1,
    groups: [{ name: 'never-made' }],
    applications: [{ client_id: 'app', redirect_uris }],
  });
  expect(bad.code).not.toBe(0);
  const refused = [...bad.stderr.matchAll(/redirect_uris\[(\d+)\]/g)].map(([, at]) => redirect_uris[Number(at)]);
  expect([...new Set(refused)]).toEqual(BAD_REDIRECTS);
});

it('registers no redirect URI that a program could not take apart', async () => {
  const application = { client_id: 'app', token_endpoint_auth_method: 'none' };
  const bad = await importing({
    lanyard: 1,
    applications: [{ ...application, redirect_uris: ['com.example.app://['] }],
  });
  expect(bad.stderr).toContain('redirect_uris[0]');
  expect(bad.code).not.toBe(0);
});

it('takes no name that hides what it is, no address that runs, and no field that it does not know', async () => {
  const refused = [
    { applications: [{ client_id: 'a', redirect_uris: [], client_name: 'Bank\u202eevil' }] },
    { applications: [{ client_id: 'a', redirect_uris: [], client_name: 'x'.repeat(10_000) }] },
    { applications: [{ client_id: 'a', redirect_uris: [], logo_uri: 'javascript:alert(1)' }] },
    { applications: [{ client_id: 'a', redirect_uris: [], policy_uri: 'data:text/html,x' }] },
    { applications: [{ client_id: 'a', redirect_uris: [], web_origins: ['*'] }] },
    { applications: [{ client_id: 'a', redirect_uris: [], web_origins: ['null'] }] },
    { applications: [{ client_id: 'a', redirect_uris: [], is_admin: true }] },
    { applications: [{ client_id: 'a', redirect_uris: [], client_secret: 'short' }] },
    { users: [{ username: 'a', id: 'x' }] },
    { users: [{ username: 'a', claims: { sub: 'b' } }] },
    { users: [{ username: 'Al\u200bice', password: 'long enough' }] },
    {
      users: [
        { username: 'alice', password: 'long enough' },
        { username: '\u1d2cLICE', password: 'long enough' },
      ],
    },
    { scopes: [{ name: 'x', claims: { sub: 'user.email' } }] },
    { scopes: [{ name: 'x', claims: { x: 'user.password_hash' } }] },
    { scopes: [{ name: 'x', claims: { x: 'user.claims.__proto__' } }] },
    { scopes: [{ name: 'x', claims: { x: 'user.constructor' } }] },
    { settings: { access_token_lifetime_s: -1 } },
    { settings: { login_attempts_per_minute: 1.5 } },
  ];
  // One document: everything that is wrong is told at once, so that one process is enough.
  const sections = ['applications', 'users', 'scopes', 'settings'] as const;
  const parts = refused.map((part) => part as Readonly<Record<string, unknown>>);
  const document = Object.fromEntries(
    sections.map((section) => {
      const values = parts.flatMap((part) => (part[section] === undefined ? [] : [part[section]]));
      return [
        section,
        section === 'settings' ? Object.assign({}, ...values) : values.flat().map((entry, at) => rename(entry, at)),
      ];
    }),
  );
  const { code, stderr } = await importing({ lanyard: 1, ...document });
  expect(code).not.toBe(0);
  for (let at = 0; at < 8; at += 1) expect(stderr).toContain(`applications[${at}]`);
  for (const at of [0, 1, 2, 4]) expect(stderr).toContain(`users[${at}]`);
  for (let at = 0; at < 4; at += 1) expect(stderr).toContain(`scopes[${at}]`);
  expect(stderr).toContain('access_token_lifetime_s');
});

/** Keys of their own, so that only the fault that is meant is found. */
function rename(entry: unknown, at: number): unknown {
  const fields = entry as Readonly<Record<string, unknown>>;
  if (fields['client_id'] !== undefined) return { ...fields, client_id: `a${at}` };
  if (fields['username'] === 'a') return { ...fields, username: `a${at}` };
  return fields['name'] === 'x' ? { ...fields, name: `x${at}` } : fields;
}

it('is not blown up by documents that were made to blow up', () => {
  const nine = (name: string) => Array.from({ length: 9 }, () => name).join(',');
  const bombs: Record<string, string> = {
    'billion laughs': `a: &a [${nine('x')}]\nb: &b [${nine('*a')}]\nc: &c [${nine('*b')}]\nd: &d [${nine('*c')}]\ne: [${nine('*d')}]`,
    brackets: '['.repeat(100_000),
    dashes: `${'- '.repeat(5_000)}a`,
    'a prototype': '__proto__: { polluted: 1 }',
    'a prototype in disguise': '"__pro\\u0074o__": { polluted: 1 }',
    'a prototype by alias': 'a: &k __proto__\n*k : { polluted: 1 }',
    'a function': 'a: !!js/function "function () {}"',
    'two documents': 'lanyard: 1\n---\nlanyard: 1',
    'nine megabytes': 'x'.repeat(9 * 1024 * 1024),
  };
  for (const [name, text] of Object.entries(bombs)) {
    const work = workOf(() => {
      expect(parseConfigurationText(text), `${name}`).toHaveProperty('refusals');
    });
    expect(work, `${name}`).toBeLessThan(1_500);
  }
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

it('takes no longer than the length of a document demands, however many keys and levels it has', () => {
  const workFor = (text: string) => workOf(() => void parseConfigurationText(text));
  const keys = (count: number) => Array.from({ length: count }, (_, at) => `k${at}: 1`).join('\n');
  expect(workFor(keys(12_000)), '12 000 keys in 110 kB').toBeLessThan(1_000);
  expect(workFor(`${'? '.repeat(8_000)}a`), '8 000 nested keys in 16 kB').toBeLessThan(1_000);
});
