/** A moment as people read it: how long ago, with the exact one for whoever points at it. Pages know no time zone. */
import { html, type Html } from './html.ts';
import { agoInWords } from './words.ts';

/** `at` and `now` in epoch seconds. */
export function moment(at: number, now: number): Html {
  const exact = new Date(at * 1000).toISOString();
  const shown = `${exact.slice(0, 10)} ${exact.slice(11, 16)} UTC`;
  return html`<time datetime="${exact}" title="${shown}">${agoInWords(now - at)}</time>`;
}

/** A day that lies ahead, in UTC. */
export function dayOf(at: number): Html {
  const exact = new Date(at * 1000).toISOString();
  return html`<time datetime="${exact}">${exact.slice(0, 10)}</time>`;
}
