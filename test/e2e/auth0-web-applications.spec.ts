/** Web applications written for Auth0 with its own middleware, or with Auth.js, unmodified and over TLS: in, refreshed, and out. */
import { expect, type Page, test } from '@playwright/test';
import express from 'express';
import openidConnect from 'express-openid-connect';
import { loadAuthCore, loadProvider } from '../support/auth-core.ts';
import { startFetchApplication, startTlsApplication, type WebApplication } from '../support/fetch-application.ts';
import { loadNextAuth0 } from '../support/next-auth0.ts';
import { ALICE } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { allow, signIn } from './pages.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

const SECRET = 'web-secret-web-secret-web-secret-01';
const OWN_SECRET = 'a-secret-of-the-application-alone-0001';

const { auth, requiresAuth } = openidConnect;

interface Lanyard {
  /** Of the address that is Auth0's alone. */
  readonly origin: string;
  stop(): Promise<unknown>;
}

test.use(TRUSTING);

/** A port of its own, or a name at the main one, as an admin enters it in the settings. */
const OWN_PORT = { settings: {}, args: ['--dialect-port', 'auth0=0'], at: undefined } as const;
const OWN_NAME = { settings: { dialect_listeners: ['auth0=localhost'] }, args: [], at: 'localhost' } as const;

async function startLanyard(
  web: object,
  more: readonly string[] = [],
  own: typeof OWN_PORT | typeof OWN_NAME = OWN_PORT,
): Promise<Lanyard> {
  const office = await writeOffice({
    lanyard: 1,
    settings: { legacy_grants: true, ...own.settings },
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan', email_verified: true }],
    applications: [{ client_id: 'web', client_name: 'Orders', client_secret: SECRET, dialect: 'auth0', ...web }],
  });
  const server = await startServer({ args: ['--import', office, ...own.args, ...WITH_TLS, ...more] });
  const { listeners, issuer } = server.ready;
  const byPort = listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
  const origin = own.at === undefined ? byPort : `https://${own.at}:${new URL(issuer).port}`;
  return { origin, stop: () => server.stop() };
}

/** Runs `work` with both parties standing, and stops them. */
async function between(application: WebApplication, lanyard: Lanyard, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } finally {
    await lanyard.stop();
    application.stop();
  }
}

async function enter(page: Page, url: string, { origin }: Lanyard): Promise<void> {
  await page.goto(url);
  expect(new URL(page.url()).origin).toBe(origin);
  await signIn(page);
  await allow(page);
}

const shown = async (page: Page) => JSON.parse(await page.locator('body').innerText()) as Record<string, unknown>;

for (const [way, web, config, own] of [
  [
    'as it comes: an ID token by form_post, and /v2/logout',
    { grant_types: ['implicit'], response_types: ['id_token'], scope: 'openid profile email' },
    { auth0Logout: true, idpLogout: true },
    OWN_PORT,
  ],
  [
    'with a code and a refresh token, and RP-initiated logout',
    {},
    {
      clientSecret: SECRET,
      idpLogout: true,
      authorizationParams: { response_type: 'code', scope: 'openid profile email offline_access' },
    },
    OWN_PORT,
  ],
  [
    'at a name that is Auth0’s alone, on the port of everything else',
    {},
    {
      clientSecret: SECRET,
      idpLogout: true,
      authorizationParams: { response_type: 'code', scope: 'openid profile email offline_access' },
    },
    OWN_NAME,
  ],
] as const) {
  test(`express-openid-connect signs a person in ${way}`, async ({ page }) => {
    const app = express();
    const application = await startTlsApplication(TLS_FILES, app);
    const registered = {
      redirect_uris: [`${application.origin}/callback`],
      post_logout_redirect_uris: [application.origin],
      ...web,
    };
    const lanyard = await startLanyard(registered, [], own);
    await between(application, lanyard, async () => {
      const { origin: baseURL } = application;
      const own = { secret: OWN_SECRET, baseURL, clientID: 'web', authRequired: false };
      app.use(auth({ ...own, issuerBaseURL: lanyard.origin, ...config }));
      app.get('/', (_request, response) => void response.send('the application'));
      app.get('/me', requiresAuth(), async ({ oidc }, response) => {
        const refreshed = oidc.refreshToken === undefined ? undefined : await oidc.accessToken?.refresh();
        const renewed = refreshed !== undefined && refreshed.access_token !== undefined;
        response.send({ user: oidc.user, renewed });
      });
      await enter(page, `${baseURL}/me`, lanyard);
      await page.waitForURL(`${baseURL}/me`);
      expect(await shown(page)).toMatchObject({
        user: { nickname: 'alice', email: 'alice@example.lan' },
        renewed: 'clientSecret' in config,
      });
      await page.goto(`${baseURL}/logout`);
      // With the ID token as a hint nobody is asked; /v2/logout has none.
      if ('auth0Logout' in config) await page.locator('#lanyard-logout-yes').click();
      await page.waitForURL(`${baseURL}/`);
      await page.goto(`${baseURL}/me`);
      await expect(page.locator('#lanyard-username')).toBeVisible();
    });
  });
}

test('@auth0/nextjs-auth0 signs a person in, by a pushed request too, refreshes and signs out', async ({ page }) => {
  const { Auth0Client, NextRequest, NextResponse } = await loadNextAuth0();
  const clients: InstanceType<typeof Auth0Client>[] = [];
  const application = await startFetchApplication(TLS_FILES, async (asked) => {
    const [client] = clients;
    if (client === undefined) return new Response('not yet', { status: 503 });
    const request = new NextRequest(asked);
    if (new URL(asked.url).pathname !== '/auth/again') return client.middleware(request);
    const response = new NextResponse();
    const { token } = await client.getAccessToken(request, response, { refresh: true });
    return Response.json({ token }, { headers: response.headers });
  });
  const lanyard = await startLanyard(
    {
      redirect_uris: [`${application.origin}/auth/callback`],
      post_logout_redirect_uris: [application.origin],
    },
    ['--host', 'localhost'],
  );
  await between(application, lanyard, async () => {
    const { origin: appBaseUrl } = application;
    // In production it takes a name at port 443 alone; with this option it takes a port, and speaks TLS all the same.
    const place = { domain: lanyard.origin, allowInsecureRequests: true, appBaseUrl };
    const own = { clientId: 'web', clientSecret: SECRET, secret: OWN_SECRET };
    clients.push(new Auth0Client({ ...place, ...own, pushedAuthorizationRequests: true }));
    await enter(page, `${appBaseUrl}/auth/login?returnTo=/auth/profile`, lanyard);
    await page.waitForURL(`${appBaseUrl}/auth/profile`);
    const profile = await shown(page);
    expect(profile).toMatchObject({ nickname: 'alice', email: 'alice@example.lan', email_verified: true });
    expect(profile['sub']).toMatch(/^auth0\|/);
    await page.goto(`${appBaseUrl}/auth/again`);
    expect((await shown(page))['token']).toMatch(/^[\w-]{43}$/);
    await page.goto(`${appBaseUrl}/auth/logout`);
    await page.waitForURL(`${appBaseUrl}/`);
    await page.goto(`${appBaseUrl}/auth/login`);
    await expect(page.locator('#lanyard-username')).toBeVisible();
  });
});

test('@auth/core signs a person in by its Auth0 provider', async ({ page }) => {
  const { Auth } = await loadAuthCore();
  const provider = await loadProvider('auth0');
  const providers: object[] = [];
  const errors: unknown[] = [];
  const application = await startFetchApplication(TLS_FILES, (asked) =>
    Auth(asked, {
      providers,
      secret: OWN_SECRET,
      trustHost: true,
      basePath: '/auth',
      logger: { error: (said) => errors.push(said), warn: () => undefined, debug: () => undefined },
    }),
  );
  const lanyard = await startLanyard({ redirect_uris: [`${application.origin}/auth/callback/auth0`] });
  await between(application, lanyard, async () => {
    providers.push(provider({ clientId: 'web', clientSecret: SECRET, issuer: lanyard.origin }));
    await page.goto(`${application.origin}/auth/signin?callbackUrl=/auth/session`);
    await page.getByRole('button', { name: /Auth0/ }).click();
    await signIn(page);
    await allow(page);
    await page.waitForURL(`${application.origin}/auth/session`);
    expect(errors).toEqual([]);
    expect(await shown(page)).toMatchObject({ user: { name: 'Alice Example', email: 'alice@example.lan' } });
  });
});
