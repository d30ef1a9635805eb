/** What a person does on Lanyard's pages, by the ids of the contract. */
import type { Page } from '@playwright/test';
import { ALICE } from '../support/office.ts';

export async function signIn(page: Page, person = ALICE): Promise<void> {
  await page.locator('#lanyard-username').fill(person.username);
  await page.locator('#lanyard-password').fill(person.password);
  await page.locator('#lanyard-login-submit').click();
}

export async function allow(page: Page): Promise<void> {
  await page.locator('#lanyard-consent-allow').click();
}
