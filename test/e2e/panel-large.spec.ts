/** Ten thousand people: found, paged and walked through with the keys, without a wait that one would notice. */
import { expect, type Page } from '@playwright/test';
import type { RunningServer } from '../support/start-server.ts';
import { workOfProcess } from '../support/work-of.ts';
import { openPanel, panelDocument, signInToPanel, startPanelOffice, test } from './panel-office.ts';

/** argon2id of a password that nobody signs in with, so that the import needs no work per person. */
const HASH = '$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$c0ZbV7sAzI3sCkYhTgRB+wZ9V0m8s8y6cBxrUXG1mWk';
const MANY = 10_000;

function largeDocument(): object {
  const small = panelDocument();
  const many = Array.from({ length: MANY - small.users.length }, (_, index) => ({
    username: `person${String(index).padStart(5, '0')}`,
    name: `Person Number ${index}`,
    email: `person${index}@example.lan`,
    password_hash: HASH,
    groups: ['staff'],
  }));
  return { ...small, users: [...small.users, ...many] };
}

/** What the server has to do until the list shows what was asked for, in milliseconds of work. */
function workUntil(shown: string, page: Page, { ready }: RunningServer, act: () => Promise<void>): Promise<number> {
  return workOfProcess(ready.pid, async () => {
    await act();
    await expect(page.locator('#screen').getByText(shown)).toBeVisible();
  });
}

test('ten thousand people are searched and paged at once', async ({ page }) => {
  const office = await startPanelOffice(largeDocument());
  try {
    await signInToPanel(page, office, '/people?sort=username');
    await expect(page.getByText('1 – 50 of 10,000 people')).toBeVisible();

    const next = await workUntil('51 – 100 of 10,000 people', page, office, () =>
      page.getByRole('button', { name: 'Next' }).click(),
    );
    const back = await workUntil('1 – 50 of 10,000 people', page, office, () =>
      page.getByRole('button', { name: 'Previous' }).click(),
    );
    const search = await workUntil('1 person', page, office, () =>
      page.getByLabel('Search people').fill('person09876'),
    );
    await expect(page.getByRole('link', { name: 'Person Number 9876' })).toBeVisible();
    // Some milliseconds; far less than walking through everything would take.
    expect(Math.max(next, back, search)).toBeLessThan(500);

    await page.getByLabel('Search people').fill('nobody is called so');
    await expect(page.getByText('No people match')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByText('1 – 50 of 10,000 people')).toBeVisible();
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await expect(page.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await expect(page.locator('tbody th').first()).toHaveText('Ada Admin');

    await openPanel(page, office, '/groups?q=staff');
    await expect(page.getByRole('row', { name: /staff/ })).toContainText('9,999');
  } finally {
    await office.stop();
  }
});
