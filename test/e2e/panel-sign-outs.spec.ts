/** An application that is told of sign-outs: where an admin enters its address, and sees what it answered. */
import { expect } from '@playwright/test';
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { openFolds, openPanel, signInByApi, test as panelTest } from './panel-office.ts';
import { signInToTicketDesk } from './panel-office-people.ts';

const test = panelTest.extend<{ readonly receiver: LogoutReceiver }>({
  // Playwright reads the first argument's names, and there are none.
  // eslint-disable-next-line no-empty-pattern
  receiver: async ({}, use) => {
    const receiver = await startLogoutReceiver();
    await use(receiver);
    await receiver.stop();
  },
});
test.use({ purpose: 'applications that are told of sign-outs' });

test('what it answered is shown, and it is told again at a button', async ({ panel, office, receiver }) => {
  await openPanel(panel, office, '/applications');
  await panel.getByRole('link', { name: 'Ticket desk', exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Ticket desk');
  await openFolds(panel);
  await panel.getByLabel('Address to tell of sign-outs').fill(`${receiver.origin}/out`);
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved Ticket desk.')).toBeVisible();
  const section = panel.locator('section', { has: panel.getByRole('heading', { name: 'Told of sign-outs' }) });
  await expect(section).toContainText('Once somebody whom it signed in signs out here');

  receiver.answer('/out', 400, 200);
  await signInToTicketDesk(office, 'alice');
  const csrf = await signInByApi(panel.request, office);
  const headers = { origin: office.ready.issuer, 'x-lanyard-csrf': csrf };
  const sessions = `${office.ready.issuer}/api/v1/sessions`;
  const { items } = (await (await panel.request.get(`${sessions}?q=alice`, { headers })).json()) as {
    readonly items: readonly { readonly sid: string }[];
  };
  for (const { sid } of items) await panel.request.delete(`${sessions}/${sid}`, { headers });
  await expect.poll(() => receiver.at('/out').length).toBe(1);

  await openPanel(panel, office, '/applications', csrf);
  await panel.getByRole('link', { name: 'Ticket desk', exact: true }).click();
  await expect(section).toContainText('Not told, and not tried again.');
  await expect(section).toContainText('1 try, the last');
  await expect(section).toContainText('it answered 400, which refuses it.');
  await expectAccessibleInEveryLook(panel, 'an application that was not told');
  await section.getByRole('button', { name: 'Try again to tell Ticket desk that alice has signed out' }).click();
  await expect(panel.getByText('Ticket desk is told again.')).toBeVisible();
  await expect(section).toContainText('Told to sign out: answered 200');
  await expect(section.getByRole('button')).toHaveCount(0);
});
