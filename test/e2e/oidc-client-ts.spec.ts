/**
 * oidc-client-ts, unmodified, in a single-page application on another port: sign-in by redirect, renewal by refresh token and
 * in a frame, watching the session, sign-out by redirect with the application's own page in a frame. Ports are one site.
 */
import { writeFile } from 'node:fs/promises';
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { officeDocument, officeFile } from '../support/office.ts';
import { type SinglePageApplication, startSinglePageApplication } from '../support/single-page-application.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';
import { type Transport, TRANSPORTS } from './transports.ts';

interface Parties {
  readonly spa: SinglePageApplication;
  readonly server: RunningServer;
}

const test = base.extend<{ readonly transport: Transport | undefined; readonly parties: Parties }>({
  transport: [undefined, { option: true }],
  ignoreHTTPSErrors: true,
  parties: async ({ transport }, use) => {
    const files = { cert: process.env['LANYARD_TEST_CERT'] ?? '', key: process.env['LANYARD_TEST_KEY'] ?? '' };
    const spa = await startSinglePageApplication(transport?.insecure === false ? files : undefined);
    const place = { callback: `${spa.origin}/callback`, goodbye: `${spa.origin}/bye` };
    const office = await officeFile(place);
    const document = officeDocument(place) as { readonly applications: readonly object[] };
    await writeFile(office, JSON.stringify({ ...document, applications: [spa.registration] }));
    const server = await startServer({ args: ['--import', office, ...(transport?.args ?? [])] });
    spa.issuer = server.ready.issuer;
    await use({ spa, server });
    await server.stop();
    await spa.stop();
  },
});

/** What stands in the application's own storage, as the library keeps it. */
interface Kept {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly session_state: string;
  readonly profile: { readonly sub: string };
}

const run = <T>(page: Page, code: string) => page.evaluate(code) as Promise<T>;
const heard = (page: Page, what: string) => page.locator('#heard li', { hasText: what });

async function enter(page: Page, { spa }: Parties): Promise<Kept> {
  await page.goto(`${spa.origin}/`);
  await run(page, 'void manager.signinRedirect()');
  await signIn(page);
  if (spa.origin.startsWith('https:')) await allow(page);
  await expect(heard(page, 'signed in as alice')).toBeVisible();
  return run(page, 'manager.getUser()');
}

/** Resolves when the frame has answered the library twice that nothing changed. */
function twiceUnchanged(): Promise<void> {
  return new Promise((done) => {
    let answers = 0;
    window.addEventListener('message', ({ data }) => {
      if (data !== 'unchanged') return;
      answers += 1;
      if (answers === 2) done();
    });
  });
}

/** In a tab of its own, by the person's own hand. */
async function signOutElsewhere(context: BrowserContext, { server }: Parties): Promise<void> {
  const tab = await context.newPage();
  await tab.goto(`${server.ready.issuer}/oauth2/logout`);
  await tab.locator('#lanyard-logout-yes').click();
  await expect(tab.locator('#lanyard-signed-out')).toBeVisible();
}

for (const transport of TRANSPORTS) {
  test.describe(transport.over, () => {
    test.use({ transport });

    test('signs in by redirect, renews by refresh token and in a frame, and signs out by redirect', async ({
      page,
      parties,
    }) => {
      const { spa } = parties;
      const first = await enter(page, parties);
      expect(first.session_state).toMatch(/^[0-9a-f]{64}\./);

      const refreshed = await run<Kept>(page, 'manager.signinSilent()');
      expect(refreshed.access_token).not.toBe(first.access_token);
      const framed = await run<Kept>(page, 'manager.signinSilent({ forceIframeAuth: true })');
      expect(framed.access_token).not.toBe(refreshed.access_token);
      expect(framed.profile.sub).toBe(first.profile.sub);

      await run(page, 'void manager.signoutRedirect()');
      await expect(heard(page, 'signed out')).toBeVisible();
      expect(new URL(page.url()).pathname).toBe('/bye');
      expect(spa.ended.map(({ url }) => [...url.searchParams.keys()])).toEqual([['iss', 'sid']]);
      expect(spa.ended[0]?.url.searchParams.get('iss')).toBe(spa.issuer);
      expect(spa.ended[0]?.cookie).toContain('application=open');
      const again = run(page, 'manager.signinSilent({ forceIframeAuth: true })');
      await expect(again).rejects.toThrow(/prompt=none/);
    });

    test('hears of a sign-out in another tab, and of nothing before', async ({ page, context, parties }) => {
      await enter(page, parties);
      await page.evaluate(twiceUnchanged);
      await expect(page.locator('#heard li')).toHaveText(['signed in as alice']);
      await signOutElsewhere(context, parties);
      await expect(heard(page, 'signed out elsewhere')).toBeVisible();
    });

    test('the frame answers unchanged, then changed, and error to what it does not understand', async ({
      page,
      context,
      parties,
    }) => {
      const { session_state } = await enter(page, parties);
      const ask = (message: string) =>
        page.evaluate(
          ([url, words]) =>
            new Promise((answered) => {
              const frame = document.createElement('iframe');
              frame.addEventListener('load', () => frame.contentWindow?.postMessage(words, url ?? ''));
              window.addEventListener('message', ({ source, data }) => {
                if (source === frame.contentWindow) answered(data);
              });
              frame.src = `${url}/oauth2/check-session`;
              document.body.append(frame);
            }),
          [parties.server.ready.issuer, message],
        );
      expect(await ask(`spa ${session_state}`)).toBe('unchanged');
      expect(await ask(`another ${session_state}`)).toBe('changed');
      expect(await ask('spa')).toBe('error');
      await signOutElsewhere(context, parties);
      expect(await ask(`spa ${session_state}`)).toBe('changed');
    });
  });
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the frames load, and the browser goes on by itself', async ({ page, context, browser, parties }) => {
    const { spa, server } = parties;
    const scripted = await browser.newContext({ javaScriptEnabled: true });
    const first = await scripted.newPage();
    await enter(first, parties);
    const hint = await run<string>(first, 'manager.getUser().then((user) => user.id_token)');
    await context.addCookies(await scripted.cookies());
    await scripted.close();
    const query = new URLSearchParams({
      id_token_hint: hint,
      post_logout_redirect_uri: `${spa.origin}/bye`,
      state: 'kept',
    });
    await page.goto(`${server.ready.issuer}/oauth2/logout?${query.toString()}`);
    await page.waitForURL(`${spa.origin}/bye?state=kept`);
    expect(spa.ended).toHaveLength(1);
  });
});
