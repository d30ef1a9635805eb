/** An address as a picture that a telephone reads: black on white whatever the page's colours, with the margin that readers need. */
import { create } from 'qrcode/lib/core/qrcode.js';
import { html, type Html } from './html.ts';

/** In modules. ISO/IEC 18004 §9.1 */
const MARGIN = 4;

/** `named` says what the picture is for whoever can't see it. */
export function qrCode(address: string, named: string): Html {
  const { size, data } = create(address, { errorCorrectionLevel: 'M' }).modules;
  const whole = size + 2 * MARGIN;
  const path = Array.from(data, (dark, at) => (dark ? square(at % size, Math.floor(at / size)) : '')).join('');
  return html`<svg class="qr" width="176" height="176" viewBox="0 0 ${whole} ${whole}" shape-rendering="crispEdges" role="img" aria-label="${named}"><path fill="#FFFFFF" d="M0 0h${whole}v${whole}H0z"/><path fill="#000000" d="${path}"/></svg>`;
}

function square(column: number, row: number): string {
  return `M${column + MARGIN} ${row + MARGIN}h1v1h-1z`;
}
