/** The mark at the head of a page and as a picture of its own; build/resources/mark.svg is the latter's file. */
import { BADGE, CORD_STRAIGHT, CORD_TURNING } from '../contract/mark.ts';
import { html, type Html } from './html.ts';

/** The mark at the head of a page. Its cord leaves at the right edge, centred 1.5 px below the top, 3 px strong. */
export const headerMark: Html = html`<svg class="mark" width="64" height="88" viewBox="0 0 64 88" aria-hidden="true" focusable="false"><path class="mark-badge" d="${BADGE}" fill="#0F5E6B" fill-rule="evenodd"/><path class="mark-cord" d="${CORD_TURNING}" fill="none" stroke="#BF7B0C" stroke-width="3"/></svg>`;

/** The mark as a picture of its own: square, the cord cut short by its upper edge, the colours of light and dark inside. */
export const markSvg: string =
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 24 62 62"><title>Lanyard</title><style>@media (prefers-color-scheme: dark) { .cord { stroke: #F0B24A } .badge { fill: #5FB7C4 } }</style><path class="badge" d="${BADGE}" fill="#0F5E6B" fill-rule="evenodd"/><path class="cord" d="${CORD_STRAIGHT}" fill="none" stroke="#BF7B0C" stroke-width="5"/></svg>
`.toString();
