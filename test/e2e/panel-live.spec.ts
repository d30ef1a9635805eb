/** A sign-in that is watched while it happens: each step of the person and of the application adds its arrows. */
import { expect, type Page } from '@playwright/test';
import * as client from 'openid-client';
import { startClientApplication } from '../support/client-application.ts';
import { panelDocument, SECRET, signInToPanel, startPanelOffice, test } from './panel-office.ts';
import { allow, signIn } from './pages.ts';

test('a sign-in to a real application is drawn while it happens, step by step', async ({ page, browser }) => {
  const application = await startClientApplication();
  const office = await startPanelOffice(panelDocument(application.callback));
  const elsewhere = await browser.newContext();
  try {
    await signInToPanel(page, office, '/flows');
    await expect(page.getByText('Watching')).toBeVisible();

    const config = await client.discovery(new URL(office.ready.issuer), 'ticket-desk', SECRET, undefined, {
      execute: [client.allowInsecureRequests],
    });
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const to = client.buildAuthorizationUrl(config, {
      redirect_uri: application.callback,
      scope: 'openid profile',
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const person = await elsewhere.newPage();
    await person.goto(to.href);
    await page.getByRole('link', { name: /Ticket desk/ }).click();
    const drawn = await watchArrows(page);

    await drawn.grows(() => signIn(person, { username: 'alice', password: 'alice-pass-word-1' }));
    await drawn.grows(() => allow(person));
    const callback = await application.nextCallback();
    const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier });
    const redeemed = await drawn.grows(() => Promise.resolve());
    await expect(redeemed.filter({ hasText: 'Redeems the code' })).toHaveCount(1);

    const { sub } = tokens.claims() ?? { sub: '' };
    await drawn.grows(() => client.fetchUserInfo(config, tokens.access_token, sub));
    await expect(page.getByText('Watching')).toBeVisible();
  } finally {
    await elsewhere.close();
    await office.stop();
    await application.stop();
  }
});

/** Of the flow that is open. The page is not loaded again in between. */
async function watchArrows(page: Page) {
  const arrows = page.locator('#screen svg [role=button]');
  await expect(arrows.first()).toBeVisible();
  await page.evaluate(() => document.body.setAttribute('data-stayed', ''));
  let seen = await arrows.count();
  return {
    async grows(step: () => Promise<unknown>) {
      await step();
      await expect.poll(() => arrows.count()).toBeGreaterThan(seen);
      await expect(page.locator('body[data-stayed]')).toHaveCount(1);
      seen = await arrows.count();
      return arrows;
    },
  };
}
