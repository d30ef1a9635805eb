/** An office for the tests of the panel: a built server with people, groups and applications, and an admin who is signed in. */
import { PANEL_SESSION_FRAGMENT } from '../../server/contract/admin/settings.ts';
import { type APIRequestContext, test as base, expect, type Page } from '@playwright/test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../support/start-server.ts';

export const ADMIN = { username: 'admin', password: 'admin-admin-admin-1', name: 'Ada Admin' };
export const SECRET = 'ticket-desk-secret-ticket-desk-1';

const PEOPLE = ['Alice Example', 'Bruno Keller', 'Carla Mendes', 'David Osei', 'Elif Tan', 'Farid Haddad'];

export function panelDocument(callback = 'http://127.0.0.1:9/callback') {
  return {
    lanyard: 1,
    settings: { issuer_name: 'Example Office' },
    groups: [{ name: 'staff' }, { name: 'accounting' }, { name: 'developers' }],
    users: [
      { ...ADMIN, email: 'admin@example.lan', admin: true },
      ...PEOPLE.map((name) => {
        const username = name.split(' ')[0]!.toLowerCase();
        return {
          username,
          password: `${username}-pass-word-1`,
          name,
          email: `${username}@example.lan`,
          groups: ['staff'],
        };
      }),
    ],
    apis: [
      { audience: 'https://api.example.lan', name: 'Orders', scopes: [{ name: 'orders:read' }] },
      { audience: 'https://archive.example.lan', name: 'Archive', scopes: [{ name: 'archive:read' }] },
    ],
    scopes: [{ name: 'department', claims: { department: 'user.claims.department' } }],
    extension_grants: [
      {
        grant_type: 'https://office.example/grants/badge',
        name: 'Badge',
        hook_uri: 'https://badges.example.lan/badge',
        jwks: {
          keys: [
            {
              kty: 'EC',
              crv: 'P-256',
              x: 'DFDozRKDW4E1vUKWE4XjnR7rvrTFcdP3kCleSJqX0nw',
              y: 'gFMkeUipnCY9fh55tRM8xZFRkbPtRJ6ev5eZoOwH-Ds',
              alg: 'ES256',
              kid: 'badge',
            },
          ],
        },
      },
    ],
    trusted_issuers: [{ issuer: 'https://id.partner.test', name: 'Partner', jwks_uri: 'https://id.partner.test/jwks' }],
    applications: [
      {
        client_id: 'ticket-desk',
        client_name: 'Ticket desk',
        client_secret: SECRET,
        redirect_uris: [callback],
        grant_types: ['authorization_code', 'refresh_token'],
        scope: 'openid profile email offline_access',
        require_pkce: false,
      },
      { client_id: 'wiki', client_name: 'Office wiki', redirect_uris: ['https://wiki.example.lan/cb'] },
      {
        client_id: 'forge',
        client_name: 'Code forge',
        dialect: 'github',
        redirect_uris: ['https://forge.example.lan/cb'],
        allowed_groups: ['developers'],
      },
      {
        client_id: 'night-job',
        client_name: 'Night job',
        client_secret: SECRET,
        grant_types: ['client_credentials'],
        scope: 'orders:read',
        audience: ['https://api.example.lan'],
      },
    ],
    service_accounts: [
      { username: 'robot', name: 'Backup robot', app_passwords: [{ name: 'main', password: 'robot-app-password-1' }] },
    ],
  };
}

/** Starts a server with the document; `stop` removes everything. */
export async function startPanelOffice(document: object = panelDocument()): Promise<RunningServer> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-panel-'));
  const file = join(directory, 'office.lanyard.yaml');
  await writeFile(file, JSON.stringify(document));
  const server = await startServer({ args: ['--import', file] });
  await rm(directory, { recursive: true, force: true });
  return server;
}

interface Office {
  /** Files share an office, unless they say by `test.use` what theirs is for: then nothing of others happens in it. */
  readonly purpose: string;
  readonly office: RunningServer;
}

/** A test with an office that is there already, and a page at which the admin is signed in. */
export const test = base.extend<{ readonly panel: Page }, Office>({
  purpose: ['anything', { option: true, scope: 'worker' }],
  office: [
    // Playwright reads the first argument's names, and there are none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await startPanelOffice();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  panel: async ({ page, office }, use) => {
    await signInToPanel(page, office);
    await use(page);
  },
});

/** By the API, because most tests are not about the door; then opens the panel at `path`. */
export async function signInToPanel(page: Page, office: RunningServer, path = '/'): Promise<void> {
  await openPanel(page, office, path, await signInByApi(page.request, office));
}

/** The cookie stays with the context; answers the token against forged requests. */
export async function signInByApi(request: APIRequestContext, { ready }: RunningServer): Promise<string> {
  const { username, password } = ADMIN;
  const response = await request.post(`${ready.issuer}/api/v1/session`, {
    data: { username, password },
    headers: { origin: ready.issuer },
  });
  expect(response.status()).toBe(201);
  return ((await response.json()) as { csrf: string }).csrf;
}

/** What the panel sends with every call, as its browser keeps it. */
export async function keptToken(page: Page): Promise<string> {
  const kept = await page.evaluate(() => localStorage.getItem('lanyard-panel-session'));
  if (kept === null) throw new Error('nobody is signed in to the panel');
  return kept;
}

/** With the token of a session that was begun by the API; without, the browser has it from before. */
export async function openPanel(page: Page, { ready }: RunningServer, path = '/', csrf?: string): Promise<void> {
  await page.goto(`${ready.issuer}/panel${path}${csrf === undefined ? '' : `#${PANEL_SESSION_FRAGMENT}${csrf}`}`);
  await expect(page.locator('#screen h1')).toBeVisible();
}

/** Shows every field of the form, those that few need as well. */
export async function openFolds(page: Page): Promise<void> {
  const folds = page.locator('#screen form summary');
  await folds.first().waitFor();
  for (const fold of await folds.all()) await fold.click();
}

/** What the panel has no part in: a second admin's change, made by the API with a session of its own. */
export async function changeByAnother(
  request: APIRequestContext,
  office: RunningServer,
  path: string,
  body: object,
): Promise<void> {
  const csrf = await signInByApi(request, office);
  const response = await request.patch(`${office.ready.issuer}/api/v1${path}`, {
    data: body,
    headers: { origin: office.ready.issuer, 'x-lanyard-csrf': csrf },
  });
  expect(response.status()).toBe(200);
}

/** From screen to screen as the panel itself goes, without loading the page anew. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => window.history.pushState(null, '', `/panel${to}`), path);
}
