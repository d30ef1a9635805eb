/** The mark: a badge hanging from its cord, a keyhole cut into it. Drawn once here; build/resources/mark.svg is its file. */
import { html, type Html } from './html.ts';

/** Card, slot for the cord and keyhole in one even-odd path, in a field 44 wide; the card's top edge is y 34, its foot y 86. */
const BADGE =
  'M8 34h28a7 7 0 0 1 7 7v38a7 7 0 0 1-7 7H8a7 7 0 0 1-7-7V41a7 7 0 0 1 7-7z' +
  'M18 39.5a2 2 0 0 0 0 4h8a2 2 0 0 0 0-4z' +
  'M22 52a7 7 0 0 0-3.6 13L16.5 75h11l-1.9-10A7 7 0 0 0 22 52z';

/** Straight up out of the picture. */
const CORD_STRAIGHT = 'M22 41.5V24';
/** Up and round into a level line at y 1.5, where the rule of the page header takes over. */
const CORD_TURNING = 'M22 41.5V15.5a14 14 0 0 1 14-14h28';

/** The mark at the head of a page. Its cord leaves at the right edge, centred 1.5 px below the top, 3 px strong. */
export const headerMark: Html = html`<svg class="mark" width="64" height="88" viewBox="0 0 64 88" aria-hidden="true" focusable="false"><path class="mark-badge" d="${BADGE}" fill="#0F5E6B" fill-rule="evenodd"/><path class="mark-cord" d="${CORD_TURNING}" fill="none" stroke="#BF7B0C" stroke-width="3"/></svg>`;

/** The mark as a picture of its own: square, the cord cut short by its upper edge, the colours of light and dark inside. */
export const markSvg: string =
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="-9 24 62 62"><title>Lanyard</title><style>@media (prefers-color-scheme: dark) { .cord { stroke: #F0B24A } .badge { fill: #5FB7C4 } }</style><path class="badge" d="${BADGE}" fill="#0F5E6B" fill-rule="evenodd"/><path class="cord" d="${CORD_STRAIGHT}" fill="none" stroke="#BF7B0C" stroke-width="5"/></svg>
`.toString();
