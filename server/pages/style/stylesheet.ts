/** The one stylesheet of the pages, put together from its chapters. */
import type { Theme } from '../../spec/login-page/colours.ts';
import { asset, type Asset } from '../asset.ts';
import { FONTS, type Font } from '../fonts.ts';
import { ACCOUNT } from './account.ts';
import { BASE } from './base.ts';
import { FORMS } from './forms.ts';
import { OWN_APPLICATIONS } from './own-applications.ts';
import { DARK, LIGHT, type Palette } from '../../spec/page-colours.ts';
import { properties, withFallbacks } from './palette.ts';
import { OFFICE_OWN } from './office-own.ts';
import { PARTS } from './parts.ts';
import { SURROUNDINGS } from './surroundings.ts';

const THEMES = `:root { color-scheme: light dark; ${properties(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${properties(DARK)} } }
`;

function fontFace(font: Font): string {
  return `@font-face { font-family: 'Inter Variable'; font-style: normal; font-weight: 100 900; font-display: swap; src: url('${font.asset.path}') format('woff2'); unicode-range: ${font.unicodeRange}; }
`;
}

function stylesheet(name: string, themes: string): Asset {
  const rules = withFallbacks(BASE + FORMS + PARTS + ACCOUNT + OWN_APPLICATIONS + OFFICE_OWN);
  return asset(name, 'css', 'text/css; charset=utf-8', FONTS.map(fontFace).join('') + themes + rules + SURROUNDINGS);
}

export const STYLESHEET: Asset = stylesheet('pages', THEMES);

/** In one theme alone, for a preview. */
export const STYLESHEET_IN: Readonly<Record<Theme, Asset>> = {
  light: stylesheet('pages-light', onlyTheme('light', LIGHT)),
  dark: stylesheet('pages-dark', onlyTheme('dark', DARK)),
};

function onlyTheme(theme: Theme, palette: Palette): string {
  return `:root { color-scheme: ${theme}; ${properties(palette)} }\n`;
}
