/**
 * The mark as program icon and as tray icon, each as SVG text: the one hand-drawn badge of server/contract/mark.ts on its
 * cord, set into the square that the place asks for. Turning SVG into pixels is render.ts's work.
 */
import { BADGE } from '../../server/contract/mark.ts';

const PETROL = '#0F5E6B';
const PAPER = '#FBFBF9';
const CORD = '#F0B24A';

/** Below this many pixels the slot and a thin cord would only blur. */
const SMALL_PX = 32;

export interface IconPlace {
  readonly size_px: number;
  /** How much of the square stays empty on each side, as a part of it: macOS wants air around the tile. */
  readonly margin?: number;
}

/** The tile: petrol, the card cut out of paper, the cord leaving over the upper edge. */
export function appIcon({ size_px, margin = 0 }: IconPlace): string {
  const tile = 100 * (1 - 2 * margin);
  const inside = `translate(${100 * margin} ${100 * margin}) scale(${tile / 100})`;
  return svg(
    '0 0 100 100',
    `<g transform="${inside}"><rect width="100" height="100" rx="22" fill="${PETROL}"/>${
      size_px < SMALL_PX ? smallCard() : card()
    }</g>`,
  );
}

function card(): string {
  return (
    `<path transform="translate(23.16 -15.7) scale(1.22)" d="${BADGE}" fill="${PAPER}" fill-rule="evenodd"/>` +
    `<path d="M50 35V0" stroke="${CORD}" stroke-width="6.5" fill="none"/>`
  );
}

/** The same card, bigger and without its slot, on the pixels of a square of 16. */
function smallCard(): string {
  return (
    `<path d="M50 36V0" stroke="${CORD}" stroke-width="12.5" fill="none"/>` +
    `<path d="M31.25 31.25h37.5a6.25 6.25 0 0 1 6.25 6.25v43.75a6.25 6.25 0 0 1-6.25 6.25h-37.5a6.25 6.25 0 0 1-6.25-6.25v-43.75a6.25 6.25 0 0 1 6.25-6.25zM50 43a9.5 9.5 0 0 0-5 17.6l-2.5 15.4h15l-2.5-15.4A9.5 9.5 0 0 0 50 43z" fill="${PAPER}" fill-rule="evenodd"/>`
  );
}

export type TrayState = 'starting' | 'running' | 'attention' | 'stopped';

export const TRAY_STATES: readonly TrayState[] = ['starting', 'running', 'attention', 'stopped'];

/** In a square of 16: the card's outline and what is inside it, told apart by shape alone. */
const CARD = 'M5 4h6a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2z';
const HOLLOW = `${CARD}M5 5.5a.5.5 0 0 0-.5.5v8a.5.5 0 0 0 .5.5h6a.5.5 0 0 0 .5-.5v-8a.5.5 0 0 0-.5-.5z`;
const KEYHOLE = 'M8 7a2 2 0 0 0-1 3.7L6.5 14h3L9 10.7A2 2 0 0 0 8 7z';
const EXCLAMATION = 'M7 6h2v5h-2zM7 12h2v2h-2z';
const DOT = 'M8 8a2 2 0 0 1 0 4a2 2 0 0 1 0-4z';
const SLASH = 'M1 13.6L13.6 1L15 2.4L2.4 15z';
const CORD_UP = 'M7.25 0h1.5v4h-1.5z';

const TRAY_PATHS: Readonly<Record<TrayState, string>> = {
  running: `${CARD}${KEYHOLE}`,
  attention: `${CARD}${EXCLAMATION}`,
  starting: `${HOLLOW}${DOT}`,
  stopped: HOLLOW,
};

/** In one colour; `ink` is what the bar behind it asks for. */
export function trayIcon(state: TrayState, ink: string): string {
  const badge = `<path d="${TRAY_PATHS[state]}${CORD_UP}" fill="${ink}" fill-rule="evenodd"/>`;
  if (state !== 'stopped') return svg('0 0 16 16', badge);
  // The gap on both sides keeps the stroke apart from the card that it crosses out.
  const gap =
    '<mask id="gap"><rect width="16" height="16" fill="#fff"/><path d="M0 16L16 0" stroke="#000" stroke-width="4.4"/></mask>';
  return svg('0 0 16 16', `${gap}<g mask="url(#gap)">${badge}</g><path d="${SLASH}" fill="${ink}"/>`);
}

function svg(viewBox: string, inside: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${viewBox}">${inside}</svg>`;
}
