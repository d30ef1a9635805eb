/** A sign-in is drawn while it happens in another browser, and nothing secret gets into the drawing. */
import { expect, type Page } from '@playwright/test';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request, tell } from '../attacks/raw-socket.ts';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessible } from './axe.ts';
import {
  ADMIN,
  keptToken,
  openPanel,
  panelDocument,
  SECRET,
  signInToPanel,
  startPanelOffice,
  test,
} from './panel-office.ts';

const PASSWORD = 'alice-pass-word-1';

async function signInElsewhere(person: Page, office: RunningServer, application: ClientApplication): Promise<string> {
  const query = new URLSearchParams({
    client_id: 'ticket-desk',
    redirect_uri: application.callback,
    response_type: 'code',
    scope: 'openid profile',
    state: 'kept',
    prompt: 'consent',
  });
  await person.goto(`${office.ready.issuer}/oauth2/authorize?${query.toString()}`);
  await person.locator('#lanyard-username').fill('alice');
  await person.locator('#lanyard-password').fill(PASSWORD);
  await person.locator('#lanyard-login-submit').click();
  await person.locator('#lanyard-consent-allow').click();
  const code = (await application.nextCallback()).searchParams.get('code') ?? '';
  const answer = await person.request.post(`${office.ready.issuer}/oauth2/token`, {
    headers: { authorization: `Basic ${Buffer.from(`ticket-desk:${SECRET}`).toString('base64')}` },
    form: { grant_type: 'authorization_code', code, redirect_uri: application.callback },
  });
  expect(answer.status()).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

test('a sign-in in another browser draws itself, arrow by arrow, without a secret', async ({ page, browser }) => {
  const application = await startClientApplication();
  const office = await startPanelOffice(panelDocument(application.callback));
  const elsewhere = await browser.newContext();
  try {
    await signInToPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();
    await expect(page.getByText('Nothing is under way')).toBeVisible();
    const token = await signInElsewhere(await elsewhere.newPage(), office, application);

    await page.getByRole('link', { name: 'alice signs in to Ticket desk' }).click();
    const arrows = page.locator('#screen svg [role=button]');
    await expect(arrows.filter({ hasText: 'Redeems the code' })).toBeVisible();
    await expectAccessible(page, 'a flow');
    await arrows.filter({ hasText: 'Authorization request' }).focus();
    await page.keyboard.press('Enter');
    const detail = page.getByRole('dialog', { name: 'Authorization request' });
    await expect(detail.getByText('"client_id": "ticket-desk"')).toBeVisible();
    await expect(detail.getByRole('link', { name: /^RFC 6749 §4/ }).first()).toHaveAttribute(
      'href',
      /rfc6749#section-4/,
    );
    await expectAccessible(page, 'an arrow');
    await page.keyboard.press('Escape');
    await expect(detail).toBeHidden();

    await arrows.filter({ hasText: 'Redeems the code' }).click();
    await expect(page.getByRole('dialog').getByText('What Lanyard did')).toBeVisible();
    for (const secret of [PASSWORD, SECRET, token]) expect(await page.content()).not.toContain(secret);
  } finally {
    await elsewhere.close();
    await office.stop();
    await application.stop();
  }
});

/** A proxy between the browser and everything, which cuts what goes through it. RFC 9112 §3.2.2 */
async function startCuttingProxy() {
  let refusing = false;
  const proxy = createServer((asked, answer) => {
    if (refusing) {
      asked.socket.destroy();
      return;
    }
    const { method, headers } = asked;
    const onwards = send(asked.url ?? '', { method: method ?? 'GET', headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders);
      answered.pipe(answer);
      answered.on('error', () => answer.destroy());
    });
    onwards.on('error', () => answer.destroy());
    answer.on('close', () => onwards.destroy());
    asked.pipe(onwards);
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  return {
    server: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    /** Everything that is open ends in the middle, and nothing new begins until `mend`. */
    cut() {
      refusing = true;
      proxy.closeAllConnections();
    },
    mend: () => void (refusing = false),
    stop: () =>
      new Promise<void>((done) => {
        proxy.close(() => done());
        proxy.closeAllConnections();
      }),
  };
}

test('a stream that is cut in the middle goes on without a gap', async ({ browser }) => {
  const application = await startClientApplication();
  const office = await startPanelOffice(panelDocument(application.callback));
  const proxy = await startCuttingProxy();
  const watching = await browser.newContext({ proxy: { server: proxy.server } });
  const elsewhere = await browser.newContext();
  try {
    const page = await watching.newPage();
    await page.goto(`${office.ready.issuer}/panel/flows`);
    await page.getByLabel('Username').fill(ADMIN.username);
    await page.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Watching')).toBeVisible();
    proxy.cut();
    await expect(page.getByText('Interrupted: goes on')).toBeVisible();
    await signInElsewhere(await elsewhere.newPage(), office, application);
    await expect(page.locator('tbody tr')).toHaveCount(0);
    proxy.mend();
    await expect(page.getByRole('link', { name: 'alice signs in to Ticket desk' })).toBeVisible();
    await expect(page.getByText('Watching')).toBeVisible();
  } finally {
    await watching.close();
    await elsewhere.close();
    await proxy.stop();
    await office.stop();
    await application.stop();
  }
});

test('a stream whose session has ended is watched again after the sign-in', async ({ page, browser }) => {
  const application = await startClientApplication();
  const office = await startPanelOffice(panelDocument(application.callback));
  const elsewhere = await browser.newContext();
  try {
    await signInToPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();
    // The session ends on the server; the stream is told, nothing else is asked.
    const csrf = await keptToken(page);
    await page.request.delete(`${office.ready.issuer}/api/v1/session`, {
      headers: { origin: office.ready.issuer, 'x-lanyard-csrf': csrf },
    });
    const door = page.getByRole('dialog', { name: 'Sign in' });
    await expect(door).toBeVisible();
    await door.getByRole('textbox', { name: 'Password' }).fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Watching')).toBeVisible();
    await signInElsewhere(await elsewhere.newPage(), office, application);
    await expect(page.getByRole('link', { name: 'alice signs in to Ticket desk' })).toBeVisible();
  } finally {
    await elsewhere.close();
    await office.stop();
    await application.stop();
  }
});

test('where as many watch as may, the next says so, and watches as soon as there is room', async ({
  panel,
  office,
}) => {
  const cookie = (await panel.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const csrf = await keptToken(panel);
  const crowd: AbortController[] = [];
  for (let answered = 200; answered === 200; ) {
    const one = new AbortController();
    const stream = await fetch(`${office.ready.issuer}/api/v1/trace/stream`, {
      headers: { cookie, 'x-lanyard-csrf': csrf },
      signal: one.signal,
    });
    answered = stream.status;
    crowd.push(one);
    expect(crowd.length).toBeLessThan(100);
  }
  await openPanel(panel, office, '/flows');
  await expect(panel.getByText('Not watching just now')).toBeVisible();
  for (const one of crowd) one.abort();
  // It asks again after ever longer pauses, half a minute at most.
  await expect(panel.getByText('Watching: what')).toBeVisible({ timeout: 90_000 });
});

test('when more happens than can be told, it is said that something is missing', async ({ panel, office }) => {
  await openPanel(panel, office, '/flows');
  await expect(panel.getByText('Watching')).toBeVisible();
  // How many a second are too many is fixed; how many a busy machine answers is not. So they come all at once.
  await expect(async () => {
    await ask(office.ready.issuer, 600);
    await expect(panel.getByText('Some messages are missing: too many at once')).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 120_000 });
});

/** Down one connection, without waiting for an answer to ask again. RFC 9112 §9.3.2 */
async function ask(issuer: string, times: number): Promise<void> {
  const line = request(issuer, 'GET /oauth2/userinfo', ['Connection: keep-alive']);
  const { statuses } = await tell(issuer, line.repeat(times), times);
  expect(statuses).toHaveLength(times);
}
