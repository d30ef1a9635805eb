/** A redirect URI that is not registered beside the one it was probably meant to be, as text, with the difference marked. */
import type { RedirectMismatchView } from '../contract/pages.ts';
import { html, type Html } from './html.ts';
import { visible } from './visible.ts';

export function redirectMismatch(view: RedirectMismatchView): Html {
  return html`<div class="section">
${view.closest ? sideBySide(view, view.closest) : alone(view)}
<p>${view.likely_cause}</p>
</div>`;
}

type Closest = NonNullable<RedirectMismatchView['closest']>;

function sideBySide(view: RedirectMismatchView, closest: Closest): Html {
  const others = view.registered.filter((uri) => uri !== closest.registered);
  const received = partsOf(view.received, closest.registered, closest.differs_at);
  const registered = partsOf(closest.registered, view.received, closest.differs_at);
  return html`<h2>The two addresses differ</h2>
<dl class="address"><dt>The application sent</dt><dd>${line(received, registered)}</dd></dl>
<dl class="address"><dt>${others.length > 0 ? 'Entered in Lanyard, the closest' : 'Entered in Lanyard'}</dt><dd>${line(registered, received)}</dd></dl>
<p>${inSentence(received, registered)}</p>
${others.length > 0 && html`<div class="address"><span class="name">Also entered in Lanyard</span>${listed(others)}</div>`}`;
}

function alone(view: RedirectMismatchView): Html {
  return html`<h2>The address is not entered in Lanyard</h2>
<dl class="address"><dt>The application sent</dt><dd><code class="whole">${visible(view.received)}</code></dd></dl>
${view.registered.length > 0 && html`<div class="address"><span class="name">Entered in Lanyard</span>${listed(view.registered)}</div>`}`;
}

function listed(uris: readonly string[]): Html {
  return html`<ul>${uris.map((uri) => html`<li><code class="whole">${visible(uri)}</code></li>`)}</ul>`;
}

interface Parts {
  readonly same: string;
  readonly differs: string;
  readonly sameAgain: string;
}

/** `text` cut where it begins to differ from `other` and where it stops differing. `at` is that beginning, if it is true. */
function partsOf(text: string, other: string, at: number): Parts {
  const shorter = Math.min(text.length, other.length);
  let start = 0;
  while (start < Math.min(shorter, at) && text[start] === other[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && text[text.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
  return {
    same: text.slice(0, start),
    differs: text.slice(start, text.length - tail),
    sameAgain: text.slice(text.length - tail),
  };
}

/** So many empty places at most are drawn to keep both lines aligned. */
const MOST_GAPS = 24;

function line(parts: Parts, beside: Parts): Html {
  const missing = visible(beside.differs).length - visible(parts.differs).length;
  const gaps = Math.min(Math.max(missing, 0), MOST_GAPS);
  return html`<code class="whole">${visible(parts.same)}${
    parts.differs !== '' && html`<mark class="differs">${visible(parts.differs)}</mark>`
  }${Array.from({ length: gaps }, () => html`<span class="gap"></span>`)}${visible(parts.sameAgain)}</code>`;
}

/** The same difference for those who don't see the marks. */
function inSentence(received: Parts, registered: Parts): Html {
  const arrived = html`<code>${visible(received.differs)}</code>`;
  const expected = html`<code>${visible(registered.differs)}</code>`;
  if (received.differs === '') return html`The application’s lacks ${expected}.`;
  if (registered.differs === '') return html`The application’s has an extra ${arrived}.`;
  return html`In place of ${expected}, the application sent ${arrived}.`;
}
