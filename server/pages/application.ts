/** The application that asks, shown the same way wherever it asks: logo, heading, where it lives, and what it says of itself. */
import type { ApplicationView } from '../contract/pages.ts';
import { html, type Html } from './html.ts';
import { linkable, picture } from './links.ts';

/** The page's h1 beside the application's logo, with `below` under it. */
export function asking(application: ApplicationView, heading: Html, below?: Html): Html {
  const logo = picture(application.logo_uri);
  return html`<div class="asks">${
    logo && html`<img class="logo" src="${logo.src}" alt="" width="48" height="48" referrerpolicy="no-referrer">`
  }<div class="who">
<h1 id="lanyard-heading">${heading}</h1>
${below}${origin(application)}
</div></div>`;
}

/** Who answers for it, where nobody of the office entered it. */
function origin({ described_by, unchecked = false, by_person = false }: ApplicationView): Html | undefined {
  if (by_person) {
    const checked = unchecked && ', and no admin has checked it';
    return html`<p class="host" id="lanyard-described-by">Somebody of your office registered it${checked}.</p>`;
  }
  if (described_by === undefined && !unchecked) return undefined;
  const from =
    described_by === undefined ? html`It registered itself.` : html`It comes from <strong>${described_by}</strong>.`;
  return html`<p class="host" id="lanyard-described-by">${from}${unchecked && ' Nobody of your office has checked it.'}</p>`;
}

/** Where the application lives, as the line below its name. */
export function hostLine(application: ApplicationView): Html {
  return html`<p class="host">${whereabouts(application.host)}</p>`;
}

/** The origin that the logo comes from; undefined for none or one of ours. */
export function pictureOrigin(application: ApplicationView): string | undefined {
  return picture(application.logo_uri)?.origin;
}

/** The application's name, kept apart from the text around it, whichever way it is written. */
export function named(application: ApplicationView): Html {
  return html`<bdi>${application.client_name}</bdi>`;
}

/** Where the person goes afterwards, in words: a host, or this device for a private-use scheme. RFC 8252 §7.1 */
export function whereabouts(host: string): Html {
  if (host === 'device:') return html`on your device`;
  return host.endsWith(':') ? html`this device (${host})` : html`${host}`;
}

/** Links to what the application says of itself; nothing when it says nothing. */
export function applicationLinks(application: ApplicationView): Html | undefined {
  const links = [
    { text: `About ${application.client_name}`, href: linkable(application.client_uri) },
    { text: 'Privacy policy', href: linkable(application.policy_uri) },
    { text: 'Terms', href: linkable(application.tos_uri) },
  ].filter((link) => link.href !== undefined);
  if (links.length === 0) return undefined;
  return html`<footer class="column">
<ul class="links">
${links.map((link) => html`<li><a href="${link.href}" rel="noopener noreferrer">${link.text}</a></li>\n`)}</ul>
</footer>`;
}
