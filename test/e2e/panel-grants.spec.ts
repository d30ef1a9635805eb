/** What applications hold of people, in the panel: how a sign-in was renewed, a token that was used twice, and withdrawing for somebody. */
import { expect, type Page } from '@playwright/test';
import { HttpPerson } from '../support/http-person.ts';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { openFolds, openPanel, SECRET, test } from './panel-office.ts';
import { authorizationUrl, CALLBACK } from './panel-office-people.ts';

test.use({ purpose: 'grants and their refresh tokens' });

async function token({ ready }: RunningServer, fields: Record<string, string>): Promise<Record<string, string>> {
  const authorization = `Basic ${Buffer.from(`ticket-desk:${SECRET}`).toString('base64')}`;
  const body = new URLSearchParams(fields);
  const answer = await fetch(`${ready.issuer}/oauth2/token`, { method: 'POST', headers: { authorization }, body });
  return (await answer.json()) as Record<string, string>;
}

const renew = (office: RunningServer, refresh_token = '') =>
  token(office, { grant_type: 'refresh_token', refresh_token });

async function connect(office: RunningServer, username: string): Promise<Record<string, string>> {
  const person = new HttpPerson(office.ready.issuer);
  const url = new URL(authorizationUrl(office));
  url.searchParams.set('scope', 'openid profile offline_access');
  const login = await person.open(url.href);
  let there = await person.submit(login, { username, password: `${username}-pass-word-1` });
  if (there.left === undefined) there = await person.allow(there);
  const code = there.left?.searchParams.get('code') ?? '';
  return token(office, { grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
}

async function openPerson(panel: Page, office: RunningServer, name: string): Promise<void> {
  await openPanel(panel, office, `/people?q=${encodeURIComponent(name)}`);
  await panel.getByRole('link', { name, exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText(name);
}

const sectionOf = (panel: Page, title: string | RegExp) =>
  panel.locator('section', { has: panel.getByRole('heading', { name: title }) });

test('the family of a sign-in is shown, and a token that was used twice stands out', async ({ panel, office }) => {
  const first = await connect(office, 'alice');
  const second = await renew(office, first['refresh_token']);
  await renew(office, second['refresh_token']);

  await openPerson(panel, office, 'Alice Example');
  const held = sectionOf(panel, 'What applications hold');
  await held.getByText('How it was renewed').click();
  await expect(held.locator('ol > li')).toHaveCount(3);
  await expect(held.locator('ol > li').first()).toContainText('Waits to be used');
  await expect(held.locator('ol > li').nth(1)).toContainText('replaced by number 3');

  expect(await renew(office, first['refresh_token'])).toMatchObject({ error: 'invalid_grant' });
  await openPerson(panel, office, 'Alice Example');
  await expect(held).toContainText('No application holds anything of them.');
  await held.getByRole('button', { name: 'Show what has ended' }).click();
  await expect(held).toContainText('its refresh token was used again');
  await held.getByText('How it was renewed').click();
  const replayed = held.locator('li[data-state=replayed]');
  await expect(replayed).toHaveCount(1);
  await expect(replayed).toContainText('Used twice');
  await expect(replayed).toContainText('somebody else may have a copy');
  await expectAccessibleInEveryLook(panel, 'a family with a replay');
  expect(await panel.content()).not.toContain(second['refresh_token']);
});

test('an admin withdraws what a person allowed, and the application has to ask again', async ({ panel, office }) => {
  const { refresh_token } = await connect(office, 'bruno');
  await openPerson(panel, office, 'Bruno Keller');
  const allowed = sectionOf(panel, 'What applications may do in their name');
  await expect(allowed).toContainText('Ticket desk');
  await allowed.getByRole('button', { name: 'Withdraw what they allowed Ticket desk' }).click();
  const dialog = panel.getByRole('dialog', { name: 'Withdraw what Bruno Keller allowed Ticket desk?' });
  await expect(dialog).toContainText('on every device');
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(panel.getByText('Withdrew what Bruno Keller had allowed Ticket desk.')).toBeVisible();
  await expect(allowed).toContainText('They have allowed no application anything.');
  expect(await renew(office, refresh_token)).toMatchObject({ error: 'invalid_grant' });
});

test('how long people stay connected is set in plain words', async ({ panel, office }) => {
  await openPanel(panel, office, '/applications?q=wiki');
  await panel.getByRole('link', { name: 'Office wiki', exact: true }).click();
  await expect(panel.locator('#screen h1')).toHaveText('Office wiki');
  await openFolds(panel);
  const field = panel.locator('[data-field=refresh_token_idle_lifetime_s]');
  await field.getByRole('textbox', { name: /People stay connected without using it for/ }).fill('7');
  await field.getByRole('combobox').selectOption('days');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved Office wiki.')).toBeVisible();
  await panel.reload();
  await openFolds(panel);
  await expect(field.getByRole('textbox')).toHaveValue('7');
  await field.getByRole('textbox').fill('');
  await panel.getByRole('button', { name: 'Save' }).click();
  await expect(panel.getByText('Saved Office wiki.')).toBeVisible();
  await panel.reload();
  await openFolds(panel);
  await expect(field.getByRole('textbox')).toHaveValue('');
});
