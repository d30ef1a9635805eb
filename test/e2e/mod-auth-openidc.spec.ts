/** Debian's mod_auth_openidc, unmodified, in front of a page of a real Apache: everything that it does with a provider. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { startApache } from '../support/apache.ts';
import { reasonWithoutPackage } from '../support/debian-packages.ts';
import { freePort } from '../support/free-port.ts';
import { officeFile, WEB_SECRET } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

const { LANYARD_TEST_CERT: cert = '', LANYARD_TEST_KEY: key = '', NODE_EXTRA_CA_CERTS: ca = '' } = process.env;
const TLS = ['--tls', 'files', '--tls-cert', cert, '--tls-key', key];

interface Parties {
  readonly server: RunningServer;
  readonly site: string;
}

/** A site behind Apache and the Lanyard that it sends people to. */
const test = base.extend<{ readonly directives: readonly string[]; readonly parties: Parties }>({
  directives: [[], { option: true }],
  ignoreHTTPSErrors: true,
  parties: async ({ directives }, use) => {
    const port = await freePort();
    const site = `https://127.0.0.1:${port}`;
    const place = { callback: `${site}/protected/callback`, goodbye: `${site}/goodbye.shtml` };
    const office = await officeFile(place);
    const told = { client_id: 'web-app', backchannel_logout_uri: `${place.callback}?logout=backchannel` };
    const server = await startServer({ args: ['--import', office, '--import', await tellingOf(told, office), ...TLS] });
    try {
      const openid = [...usual(server.ready.issuer, place.callback), ...directives];
      const apache = await startApache({ port, certificate: { cert, key, ca }, openid });
      await use({ server, site });
      await apache.stop();
    } finally {
      await server.stop();
    }
  },
});

test.beforeEach(() => {
  const lacking = reasonWithoutPackage('libapache2-mod-auth-openidc');
  test.skip(lacking !== undefined, lacking);
});

test('signs in by code, knows the person and the claims, refreshes its token and signs out everywhere', async ({
  page,
  parties: { server, site },
}) => {
  await page.goto(`${site}/protected/page.shtml`);
  await signIn(page);
  await allow(page);
  const first = await environment(page);
  expect(first).toMatchObject({
    REMOTE_USER: 'alice',
    OIDC_CLAIM_iss: server.ready.issuer,
    OIDC_CLAIM_name: 'Alice Example',
    OIDC_CLAIM_email: 'alice@example.lan',
    OIDC_CLAIM_groups: 'staff',
  });

  const access_token = first['OIDC_access_token'] ?? '';
  const refresh = new URLSearchParams({ refresh: `${site}/protected/page.shtml`, access_token });
  await page.goto(`${site}/protected/callback?${refresh.toString()}`);
  const second = await environment(page);
  expect(second['REMOTE_USER']).toBe('alice');
  expect(second['OIDC_access_token']).not.toBe(access_token);
  expect(await statusOfUserinfo(server, second['OIDC_access_token'])).toBe(200);
  expect(await statusOfUserinfo(server, `${second['OIDC_access_token']}x`)).toBe(401);

  const logout = new URLSearchParams({ logout: `${site}/goodbye.shtml` });
  await page.goto(`${site}/protected/callback?${logout.toString()}`);
  await expect(page.locator('#goodbye')).toBeVisible();
  await page.goto(`${site}/protected/page.shtml`);
  await expect(page.locator('#lanyard-username')).toBeVisible();
  expect(new URL(page.url()).origin).toBe(server.ready.issuer);
});

test.describe('with the response mode form_post', () => {
  test.use({ directives: [['OIDCResponseMode form_post'], { scope: 'test' }] });

  test('signs in by a form that is posted to it', async ({ page, parties: { site } }) => {
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.url().startsWith(site));
    await page.goto(`${site}/protected/page.shtml`);
    await signIn(page);
    await allow(page);
    expect(new URLSearchParams((await posted).postData() ?? '').has('code')).toBe(true);
    expect(await environment(page)).toMatchObject({ REMOTE_USER: 'alice', OIDC_CLAIM_email: 'alice@example.lan' });
  });
});

test('ends its session as soon as the person signed out of Lanyard, without a visit of the browser', async ({
  page,
  parties: { server, site },
}) => {
  const visit = async () => {
    await page.goto(`${site}/protected/page.shtml`);
    return new URL(page.url()).origin;
  };
  await visit();
  await signIn(page);
  await allow(page);
  expect(await environment(page)).toMatchObject({ REMOTE_USER: 'alice' });
  expect(await visit()).toBe(site);

  await page.goto(`${server.ready.issuer}/oauth2/logout`);
  await page.locator('#lanyard-logout-yes').click();
  await expect(page.locator('#lanyard-signed-out')).toBeVisible();
  await expect.poll(visit).toBe(server.ready.issuer);
});

/** A document beside that of the office, which says where the application wants to be told of a sign-out. */
async function tellingOf(application: object, office: string): Promise<string> {
  const file = join(dirname(office), 'told.json');
  await writeFile(file, JSON.stringify({ lanyard: 1, applications: [application] }));
  return file;
}

function usual(issuer: string, callback: string): readonly string[] {
  return [
    `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration`,
    'OIDCClientID web-app',
    `OIDCClientSecret ${WEB_SECRET}`,
    `OIDCRedirectURI ${callback}`,
    'OIDCCryptoPassphrase a-passphrase-of-this-apache-alone',
    'OIDCScope "openid profile email groups offline_access"',
    'OIDCPKCEMethod S256',
    'OIDCRemoteUserClaim preferred_username',
    'OIDCPassClaimsAs environment',
  ];
}

/** What a program behind Apache finds in its environment. */
async function environment(page: Page): Promise<Readonly<Record<string, string>>> {
  const lines = (await page.locator('#environment').innerText()).split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

async function statusOfUserinfo(server: RunningServer, token = ''): Promise<number> {
  const answer = await fetch(`${server.ready.issuer}/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.status;
}
