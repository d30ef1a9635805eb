/** A sign-in is drawn while it happens in another browser, and nothing secret gets into the drawing. */
import { expect, type Page } from '@playwright/test';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import type { RunningServer } from '../support/start-server.ts';
import {
  expectAccessible,
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

    // A stream that was cut goes on without a gap.
    await page.keyboard.press('Escape');
    await openPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await signInElsewhere(await (await browser.newContext()).newPage(), office, application);
    await expect(page.locator('tbody tr')).toHaveCount(2, { timeout: 15_000 });
  } finally {
    await elsewhere.close();
    await office.stop();
    await application.stop();
  }
});
