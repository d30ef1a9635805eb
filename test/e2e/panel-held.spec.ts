/** What works now of what applications hold, until when at the latest, and which ending does what. */
import { expect, type Page } from '@playwright/test';
import { HttpPerson } from '../support/http-person.ts';
import type { RunningServer } from '../support/start-server.ts';
import { expectAccessibleInEveryLook } from './axe.ts';
import { openPanel, SECRET } from './panel-office.ts';
import { test } from './panel-office-another.ts';
import { authorizationUrl, CALLBACK } from './panel-office-people.ts';
import { takePictures } from './take-pictures.ts';

test.use({ purpose: 'what applications hold' });

/** Up to the code. */
async function begin(office: RunningServer, username: string): Promise<string> {
  const person = new HttpPerson(office.ready.issuer);
  const url = new URL(authorizationUrl(office));
  url.searchParams.set('scope', 'openid profile offline_access');
  const login = await person.open(url.href);
  let there = await person.submit(login, { username, password: `${username}-pass-word-1` });
  if (there.left === undefined) there = await person.allow(there);
  return there.left?.searchParams.get('code') ?? '';
}

async function redeem({ ready }: RunningServer, code: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`ticket-desk:${SECRET}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK });
  const answer = await fetch(`${ready.issuer}/oauth2/token`, { method: 'POST', headers: { authorization }, body });
  expect(answer.status).toBe(200);
}

const sectionOf = (panel: Page, title: string | RegExp) =>
  panel.locator('section', { has: panel.getByRole('heading', { name: title }) });

test('says until when a token may work, opaque or not, and that a code alone is none', async ({
  panel,
  office,
  another,
}) => {
  const application = await another.pathOf('applications', 'ticket-desk');
  await redeem(office, await begin(office, 'alice'));
  await another.change(application, { access_token_format: 'jwt' });
  await redeem(office, await begin(office, 'bruno'));
  await begin(office, 'carla');

  await openPanel(panel, office, application);
  const held = sectionOf(panel, /^It holds/);
  const of = (username: string) => held.getByRole('listitem').filter({ hasText: username });
  await expect(of('bruno')).toContainText(/may still hold an access token, until [^,]*\d\d:\d\d at the latest/);
  await expect(of('alice')).toContainText(/holds 1 access token, until [^,]*\d\d:\d\d|at the latest/);
  await expect(of('carla')).toContainText('and nothing was collected');
  await held.getByText('Which ending does what').click();
  await expect(held).toContainText('it runs out: 1 hour after it was made, at most');
  await takePictures(panel, 'application-holds');
  await expectAccessibleInEveryLook(panel, 'what an application holds');

  await held.getByRole('button', { name: 'End what it holds of bruno' }).click();
  const dialog = panel.getByRole('dialog', { name: 'End what Ticket desk holds of bruno?' });
  await expect(dialog).toContainText(/go on taking it until [^,]*\d\d:\d\d at the latest/);
  await dialog.getByRole('button', { name: 'End it' }).click();
  await expect(of('bruno')).toBeHidden();

  await openPanel(panel, office, (await another.pathOf('users', 'alice')).replace('/users/', '/people/'));
  await panel.getByText('Which ending does what').click();
  await expect(sectionOf(panel, 'What applications hold')).toContainText('They are signed out everywhere');
  await takePictures(panel, 'person-holds');
});
