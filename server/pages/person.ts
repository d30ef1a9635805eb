/** A person as pages name them. */
import type { PersonView } from '../contract/page-parts.ts';
import { html, type Html } from './html.ts';

/** `Alice Example (alice)`, or the username alone where there is no other name. */
export function nameOf(person: PersonView): Html {
  const name = person.name.trim();
  if (name === '' || name === person.username) return html`<strong><bdi>${person.username}</bdi></strong>`;
  return html`<strong><bdi>${name}</bdi></strong> (<bdi>${person.username}</bdi>)`;
}

/** What the person is called on a button or in a greeting. */
export function shortNameOf(person: PersonView): string {
  return person.name.trim() || person.username;
}
