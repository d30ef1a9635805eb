/** The few signs that stand beside a word, never instead of it. 24-unit strokes in the colour of the text. */
import { html, type Html } from './html.ts';

/** A tick: granted, needed, done. */
export const tickIcon: Html = icon('M4.5 12.5l5 5 10-11');
/** A triangle: look twice. */
export const attentionIcon: Html = icon('M12 3.5L2.5 20h19zM12 10v4.5M12 17.2v.3');
/** A circle: something is wrong here. */
export const errorIcon: Html = icon('M12 2.8a9.2 9.2 0 1 0 0 18.4a9.2 9.2 0 1 0 0-18.4zM12 7.5v5.5M12 16.2v.3');

function icon(path: string): Html {
  return html`<svg class="icon" width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${path}"/></svg>`;
}
