/**
 * Forms on a page of another site, in a real browser, which keeps our Lax cookies back from them: over plain http, with
 * Lanyard at 127.0.0.1 and the page at localhost, which are two sites.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { officeFile } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

interface Elsewhere {
  /** Another site than Lanyard's. */
  readonly origin: string;
  readonly server: RunningServer;
}

/** A page with a form that posts what stands in the page's own address. */
function formFor(url: string): string {
  const { action = '', ...fields } = Object.fromEntries(new URL(url, 'http://localhost').searchParams);
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  return `<!doctype html><title>Elsewhere</title><form method="post" action="${action}">${inputs.join('')}<button>Go</button></form>`;
}

const test = base.extend<{ readonly elsewhere: Elsewhere }>({
  // Playwright reads the names of other fixtures out of the first parameter, which must be a pattern.
  // oxlint-disable-next-line no-empty-pattern
  elsewhere: async ({}, use) => {
    const page = createServer((request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(formFor(request.url ?? '/'));
    });
    await new Promise<void>((listening) => page.listen(0, 'localhost', listening));
    const origin = `http://localhost:${(page.address() as AddressInfo).port}`;
    const office = await officeFile({ callback: `${origin}/callback`, goodbye: `${origin}/bye` });
    const server = await startServer({ args: ['--import', office] });
    expect(new URL(server.ready.issuer).hostname).toBe('127.0.0.1');
    await use({ origin, server });
    await server.stop();
    page.closeAllConnections();
    page.close();
  },
});

const requestOf = ({ origin }: Elsewhere, changes: object = {}) => ({
  client_id: 'web-app',
  redirect_uri: `${origin}/callback`,
  response_type: 'code',
  scope: 'openid',
  state: 'a-state',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
  ...changes,
});

/** Posts a form that stands on the page of the other site, and says what the answer to the form itself set. */
async function post(page: Page, { origin, server }: Elsewhere, path: string, fields: object): Promise<string | null> {
  const action = `${server.ready.issuer}${path}`;
  await page.goto(`${origin}/form?${new URLSearchParams({ action, ...fields }).toString()}`);
  const answered = page.waitForResponse((response) => response.url() === action);
  await page.locator('button').click();
  const answer = await answered;
  expect(answer.request().method()).toBe('POST');
  expect((await answer.request().allHeaders())['cookie']).toBeUndefined();
  return answer.headerValue('set-cookie');
}

async function enter(page: Page, elsewhere: Elsewhere): Promise<void> {
  await post(page, elsewhere, '/oauth2/authorize', requestOf(elsewhere));
  await signIn(page);
  await allow(page);
  await page.waitForURL(/\/callback\?.*code=/);
}

const kept = async (context: BrowserContext, { server }: Elsewhere) =>
  Object.fromEntries((await context.cookies(server.ready.issuer)).map(({ name, value }) => [name, value]));

test('sign nobody out: the person is asked, and stays signed in', async ({ page, context, elsewhere }) => {
  await enter(page, elsewhere);
  const before = await kept(context, elsewhere);
  expect(Object.keys(before)).toContain('lanyard_session');
  for (const fields of [{}, { csrf: 'x', decision: 'yes' }]) {
    expect(await post(page, elsewhere, '/oauth2/logout', fields)).toBeNull();
    await expect(page.locator('#lanyard-logout-yes')).toBeVisible();
    expect(await kept(context, elsewhere)).toEqual(before);
  }
  await page.locator('#lanyard-logout-yes').click();
  await expect(page.locator('#lanyard-signed-out')).toBeVisible();
  expect(Object.keys(await kept(context, elsewhere))).not.toContain('lanyard_session');
});

test('find the session when they ask for a sign-in, also silently, and change nothing', async ({
  page,
  context,
  elsewhere,
}) => {
  await enter(page, elsewhere);
  const before = await kept(context, elsewhere);
  for (const changes of [{}, { prompt: 'none' }, { ui_locales: 'x '.repeat(5_000) }]) {
    expect(await post(page, elsewhere, '/oauth2/authorize', requestOf(elsewhere, changes))).toBeNull();
    await page.waitForURL(/\/callback\?.*code=/);
    expect(new URL(page.url()).searchParams.get('state')).toBe('a-state');
    expect(await kept(context, elsewhere)).toEqual(before);
  }
});

test('leave a sign-in in another tab as it is', async ({ page, context, elsewhere }) => {
  const query = new URLSearchParams(requestOf(elsewhere));
  await page.goto(`${elsewhere.server.ready.issuer}/oauth2/authorize?${query.toString()}`);
  await expect(page.locator('#lanyard-login-submit')).toBeVisible();
  const another = await context.newPage();
  await post(another, elsewhere, '/oauth2/authorize', requestOf(elsewhere));
  await expect(another.locator('#lanyard-login-submit')).toBeVisible();
  await signIn(page);
  await allow(page);
  await page.waitForURL(/\/callback\?.*code=/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('requests by POST for a sign-in and a sign-out arrive all the same', async ({ page, elsewhere }) => {
    await enter(page, elsewhere);
    expect(await post(page, elsewhere, '/oauth2/authorize', requestOf(elsewhere, { prompt: 'none' }))).toBeNull();
    await page.waitForURL(/\/callback\?.*code=/);
    const leaving = { client_id: 'web-app', post_logout_redirect_uri: `${elsewhere.origin}/bye`, state: 'b' };
    expect(await post(page, elsewhere, '/oauth2/logout', leaving)).toBeNull();
    await page.locator('#lanyard-logout-yes').click();
    await page.waitForURL(`${elsewhere.origin}/bye?state=b`);
  });
});
