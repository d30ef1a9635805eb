/** Alice at the pages of a sign-in, from the application's address to what the browser brings back to it. */
import { HttpPerson, type Stop } from './http-person.ts';
import { ALICE } from './office.ts';

/** Throws Error where she does not come back, with what the page says. */
export async function broughtBack(address: string | URL): Promise<URL> {
  const person = new HttpPerson(new URL(address).origin);
  let page: Stop = await person.open(String(address));
  if (page.html.includes('id="lanyard-username"')) {
    page = await person.submit(page, { username: ALICE.username, password: ALICE.password });
  }
  if (page.html.includes('id="lanyard-consent-allow"')) page = await person.allow(page);
  if (page.left === undefined) throw new Error(`stayed on ${page.url}: ${page.html.slice(0, 400)}`);
  return page.left;
}
