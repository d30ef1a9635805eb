/**
 * @auth0/auth0-spa-js, unmodified, over TLS: sign-in by redirect, renewal in a frame by web_message, refresh tokens that are
 * replaced, what it does when they are gone, and sign-out.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Page, test as base } from '@playwright/test';
import { type Auth0Page, startAuth0Page } from '../support/auth0-page.ts';
import { officeDocument } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { allow, signIn } from './pages.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

const API = 'https://orders.example.lan';

interface Parties {
  readonly spa: Auth0Page;
  readonly server: RunningServer;
}

const test = base.extend<{ readonly host: string; readonly parties: Parties }>({
  /** Lanyard's. The application is at 127.0.0.1: ports are one site, names are not. */
  host: ['127.0.0.1', { option: true }],
  parties: async ({ host }, use) => {
    const spa = await startAuth0Page('@auth0/auth0-spa-js', TLS_FILES);
    const office = await writeOffice({ ...officeDocument(NOWHERE), ...officeOf(spa.origin) });
    const server = await startServer({ args: ['--import', office, '--host', host, ...WITH_TLS] });
    spa.options = { domain: new URL(server.ready.issuer).host, clientId: 'spa' };
    await use({ spa, server });
    await server.stop();
    spa.stop();
  },
});
test.use(TRUSTING);

const NOWHERE = { callback: 'https://nowhere.test/callback', goodbye: 'https://nowhere.test/bye' };

function officeOf(origin: string): object {
  return {
    apis: [{ audience: API, scopes: [{ name: 'orders:read' }] }],
    applications: [
      {
        client_id: 'spa',
        client_name: 'Orders',
        dialect: 'auth0',
        token_endpoint_auth_method: 'none',
        redirect_uris: [`${origin}/callback`],
        post_logout_redirect_uris: [`${origin}/`],
        web_origins: [origin],
        audience: [API],
        scope: 'openid profile email offline_access orders:read',
      },
    ],
  };
}

/** What people choose in Chromium under third-party cookies. */
async function profileThatLetsFramesHaveCookies(): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'lanyard-profile-'));
  await mkdir(join(profile, 'Default'));
  const chosen = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(chosen));
  return profile;
}

const call = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;

async function enter(page: Page, { spa }: Parties, options: object = {}): Promise<void> {
  spa.options = { ...spa.options, ...options };
  await page.goto(`${spa.origin}/`);
  await call(page, 'void client.loginWithRedirect()');
  await signIn(page);
  await allow(page);
  await expect(page.locator('#state')).toHaveText('signed in as alice');
}

interface Detailed {
  readonly access_token: string;
  readonly id_token: string;
  readonly expires_in: number;
}

const silently = (page: Page, more: object = {}) =>
  call<Detailed>(
    page,
    `client.getTokenSilently(${JSON.stringify({ detailedResponse: true, cacheMode: 'off', ...more })})`,
  );
const refusal = (page: Page, code: string) => call<string>(page, `${code}.then(() => 'none', (error) => error.error)`);

test('signs in by redirect, and renews in a frame by web_message', async ({ page, parties }) => {
  await enter(page, parties);
  const user = await call<Record<string, unknown>>(page, 'client.getUser()');
  expect(user).toMatchObject({ name: 'Alice Example', email: 'alice@example.lan', email_verified: true });
  expect(user['sub']).toMatch(/^auth0\|[0-9a-f-]{36}$/);
  expect(await call(page, 'client.isAuthenticated()')).toBe(true);

  const [first, second] = [await silently(page), await silently(page)];
  expect(first.access_token).toMatch(/^[\w-]{43}$/);
  expect(second.access_token).not.toBe(first.access_token);
  const { issuer } = parties.server.ready;
  const headers = { authorization: `Bearer ${second.access_token}` };
  const answer = await fetch(`${issuer}/userinfo`, { headers });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ sub: user['sub'] });
});

test.describe('from another site', () => {
  test.use({ host: 'localhost' });

  test('renews in a frame all the same, where the browser lets frames of other sites have cookies', async ({
    launchOptions,
    parties,
  }) => {
    const profile = await profileThatLetsFramesHaveCookies();
    const context = await chromium.launchPersistentContext(profile, launchOptions);
    try {
      const page = await context.newPage();
      await enter(page, parties);
      expect((await silently(page)).access_token).toMatch(/^[\w-]{43}$/);
    } finally {
      await context.close();
      await rm(profile, { recursive: true, force: true });
    }
  });

  test('is told login_required where the browser does not', async ({ page, parties }) => {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.setCookieControls', { enableThirdPartyCookieRestriction: true });
    await enter(page, parties);
    expect(await refusal(page, "client.getTokenSilently({ cacheMode: 'off' })")).toBe('login_required');
  });
});

test('asks for an API, whose tokens are JWTs that say so', async ({ page, parties }) => {
  await enter(page, parties, { authorizationParams: { audience: API, scope: 'openid profile orders:read' } });
  const { access_token } = await silently(page);
  const claims = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()) as Record<
    string,
    string
  >;
  const { issuer } = parties.server.ready;
  expect(claims).toMatchObject({ iss: `${issuer}/`, azp: 'spa', aud: [API, `${issuer}/userinfo`] });
  expect(claims['scope']?.split(' ').toSorted()).toEqual(['openid', 'orders:read', 'profile']);
});

test('replaces its refresh token each time, and asks in a frame when that is worth nothing any more', async ({
  page,
  parties,
}) => {
  const { issuer } = parties.server.ready;
  const asked: string[] = [];
  page.context().on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === issuer && url.pathname === '/oauth/token') asked.push(request.postData() ?? '');
  });
  const options = { useRefreshTokens: true, useRefreshTokensFallback: true, cacheLocation: 'localstorage' };
  await enter(page, parties, options);
  await silently(page);
  await silently(page);
  const used = asked.map((body) => new URLSearchParams(body).get('refresh_token'));
  expect(used).toHaveLength(3);
  expect(new Set(used).size).toBe(3);

  await call(page, 'client.revokeRefreshToken()');
  await page.reload();
  await page.goto(`${parties.spa.origin}/`);
  const { id_token } = await silently(page);
  expect(id_token).toContain('.');
  expect(new URLSearchParams(asked.at(-1)).get('grant_type')).toBe('authorization_code');
});

test('asks in a frame when its refresh token is not known any more, or is told invalid_grant', async ({
  page,
  parties,
}) => {
  const options = { useRefreshTokens: true, useRefreshTokensFallback: true, cacheLocation: 'localstorage' };
  await enter(page, parties, options);
  await page.evaluate(forgetRefreshTokens);
  const strict = 'new auth0.Auth0Client(Object.assign({}, options, { useRefreshTokensFallback: false }))';
  expect(await refusal(page, `${strict}.getTokenSilently({ cacheMode: 'off' })`)).toBe('invalid_grant');
  await page.goto(`${parties.spa.origin}/`);
  expect((await silently(page)).access_token).toMatch(/^[\w-]{43}$/);
});

/** What the library keeps in localStorage names a token that nobody issued. */
function forgetRefreshTokens(): void {
  for (const [key, kept] of Object.entries(localStorage)) {
    localStorage.setItem(key, String(kept).replace(/"refresh_token":"[^"]*"/, '"refresh_token":"of-nobody"'));
  }
}

test('signs out where the person says so, comes back, and is nobody then', async ({ page, parties }) => {
  await enter(page, parties);
  const { spa } = parties;
  await call(page, `void client.logout({ logoutParams: { returnTo: '${spa.origin}/', federated: true } })`);
  await page.locator('#lanyard-logout-yes').click();
  await page.waitForURL(`${spa.origin}/`);
  expect(await refusal(page, "client.getTokenSilently({ cacheMode: 'off' })")).toBe('login_required');

  await call(page, "void client.logout({ logoutParams: { returnTo: 'https://evil.test/' } })");
  await expect(page.locator('#lanyard-error')).toHaveText('invalid_request');
});

test('a page of another origin gets no message and reads no answer', async ({ page, parties }) => {
  await enter(page, parties);
  const { issuer } = parties.server.ready;
  const stranger = await startAuth0Page('@auth0/auth0-spa-js', TLS_FILES);
  try {
    stranger.options = {
      ...parties.spa.options,
      authorizationParams: { redirect_uri: `${parties.spa.origin}/callback` },
    };
    await page.goto(`${stranger.origin}/`);
    expect(await refusal(page, 'client.getTokenSilently({ timeoutInSeconds: 3 })')).toBe('timeout');
    const read = call<string>(
      page,
      `fetch('${issuer}/oauth/token', { method: 'POST', body: new URLSearchParams({}) })`,
    );
    await expect(read).rejects.toThrow(/Failed to fetch/);
  } finally {
    stranger.stop();
  }
});
