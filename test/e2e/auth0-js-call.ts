/** What a page calls of auth0-js, and is told. */
import type { Page } from '@playwright/test';

export interface Told {
  readonly error?: { readonly error?: string; readonly code?: string; readonly description?: string };
  readonly result?: Readonly<Record<string, unknown>>;
}

/** Calls a function of the library that takes a callback last: `code` has CALLBACK in its place. */
export function call(page: Page, code: string): Promise<Told> {
  const told = code.replace('CALLBACK', '(error, result) => done({ error, result })');
  return page.evaluate(`new Promise((done) => ${told})`);
}
