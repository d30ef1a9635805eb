/** The one stylesheet of the pages, put together from its chapters. */
import { asset, type Asset } from '../asset.ts';
import { FONTS, type Font } from '../fonts.ts';
import { ACCOUNT } from './account.ts';
import { BASE } from './base.ts';
import { FORMS } from './forms.ts';
import { OWN_APPLICATIONS } from './own-applications.ts';
import { DARK, LIGHT, properties, withFallbacks } from './palette.ts';
import { PARTS } from './parts.ts';
import { SURROUNDINGS } from './surroundings.ts';

const THEMES = `:root { color-scheme: light dark; ${properties(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }
`;

function fontFace(font: Font): string {
  return `@font-face { font-family: 'Inter Variable'; font-style: normal; font-weight: 100 900; font-display: swap; src: url('${font.asset.path}') format('woff2'); unicode-range: ${font.unicodeRange}; }
`;
}

export const STYLESHEET: Asset = asset(
  'pages',
  'css',
  'text/css; charset=utf-8',
  FONTS.map(fontFace).join('') +
    THEMES +
    withFallbacks(BASE + FORMS + PARTS + ACCOUNT + OWN_APPLICATIONS) +
    SURROUNDINGS,
);
