/** web_message in a real browser: a popup in which somebody signs in, and a frame that renews without a word. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, reasonWithoutChromium } from '../support/chromium.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

/** A page of an application that opens or frames an address and keeps what it is sent. */
const APPLICATION = `<!doctype html><title>The application</title><script>
window.got = [];
addEventListener('message', function (event) { got.push({ origin: event.origin, data: event.data }); });
</script>`;

interface Got {
  readonly origin: string;
  readonly data: { readonly type: string; readonly response: Readonly<Record<string, string>> };
}

const without = reasonWithoutChromium();
let servers: Server[] = [];
let folder: string;
let server: RunningServer;
let browser: Browser;
let application: string;
let stranger: string;

beforeAll(async () => {
  if (without !== undefined) return;
  [application, stranger] = [await startApplication(), await startApplication()];
  folder = await mkdtemp(join(tmpdir(), 'lanyard-web-message-'));
  const spa = {
    client_id: 'spa',
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${application}/`],
    web_origins: [application],
    consent: 'skip',
  };
  const office = { lanyard: 1, users: [{ ...ALICE, name: 'Alice Example' }], applications: [spa] };
  await writeFile(join(folder, 'office.json'), JSON.stringify(office));
  server = await startServer({ args: ['--import', join(folder, 'office.json'), '--log-level', 'warn'] });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  for (const one of servers) one.close();
  servers = [];
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

async function startApplication(): Promise<string> {
  const made = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(APPLICATION));
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done));
  servers.push(made);
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

function address(more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams({
    client_id: 'spa',
    redirect_uri: `${application}/`,
    response_type: 'code',
    response_mode: 'web_message',
    scope: 'openid profile',
    state: 'a-state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...more,
  });
  return `${server.ready.issuer}/oauth2/authorize?${query}`;
}

const gotBy = (page: Page) => page.evaluate(() => Reflect.get(window, 'got') as readonly Got[]);

async function frame(page: Page, src: string): Promise<void> {
  await page.evaluate(async (url) => {
    const made = document.createElement('iframe');
    made.src = url;
    const loaded = new Promise((done) => made.addEventListener('load', done));
    document.body.append(made);
    await loaded;
  }, src);
}

test('a popup hands over the code, a frame renews, and nobody else learns anything', {
  timeout: 60_000,
}, async (context) => {
  if (without !== undefined) context.skip(without);
  const page = await (await browser.newContext()).newPage();
  await page.goto(application);
  const opened = page.waitForEvent('popup');
  await page.evaluate((url) => void window.open(url, 'sign-in', 'width=500,height=600'), address());
  const popup = await opened;
  await popup.locator('input[name="username"]').fill(ALICE.username);
  await popup.locator('input[name="password"]').fill(ALICE.password);
  await popup.locator('#lanyard-login-submit').click();
  await expect.poll(async () => (await gotBy(page)).length, { timeout: 30_000 }).toBe(1);
  const { issuer } = server.ready;
  expect(await gotBy(page)).toEqual([
    {
      origin: issuer,
      data: {
        type: 'authorization_response',
        response: {
          code: expect.any(String),
          state: 'a-state',
          iss: issuer,
          session_state: expect.any(String),
        },
      },
    },
  ]);
  await popup.close();

  await frame(page, address({ prompt: 'none', state: 'again' }));
  await expect.poll(async () => (await gotBy(page)).length, { timeout: 30_000 }).toBe(2);
  expect((await gotBy(page))[1]?.data.response).toMatchObject({ code: expect.any(String), state: 'again' });

  await page.goto(stranger);
  await frame(page, address({ prompt: 'none' }));
  const other = page.waitForEvent('popup');
  await page.evaluate((url) => void window.open(url, 'sign-in'), address({ prompt: 'none' }));
  const answer = await other;
  await answer.locator('#lanyard-web-message').waitFor();
  // Messages of one window arrive in order: whatever it posted before this one would be there.
  await answer.evaluate(() => (window.opener as Window).postMessage('the last', '*'));
  await expect
    .poll(() => gotBy(page), { timeout: 30_000 })
    .toEqual([{ origin: server.ready.issuer, data: 'the last' }]);
});
