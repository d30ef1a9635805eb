/**
 * The office's own colours and logo as files of their own. The stylesheet says everything in its path, so that it is the same
 * for ever and nothing has to be looked up; the logo is found by its hash.
 */
import { createHash } from 'node:crypto';
import { checkColour, paletteOf, type Theme } from '../spec/login-page/colours.ts';
import { checkLogo, logoType } from '../spec/login-page/logo.ts';
import { DARK, LIGHT, type Palette } from '../spec/page-colours.ts';
import type { LoginPage } from '../storage/records/login-page.ts';
import type { Asset } from './asset.ts';
import { properties } from './style/palette.ts';

const NAMES = ['action_light', 'action_dark', 'accent_light', 'accent_dark', 'paper_light', 'paper_dark'] as const;
const COLOURS = /^\/assets\/colours-(auto|light|dark)((?:-(?:[0-9a-f]{6}|0)){6})\.css$/;

type Colours = Pick<LoginPage, (typeof NAMES)[number]>;

/** The path of the stylesheet of its colours; undefined where it has none of its own. */
export function coloursPath(page: Colours, theme: Theme | undefined): string | undefined {
  const given = NAMES.map((name) => page[name]).map((colour) => (isColour(colour) ? colour : undefined));
  if (given.every((colour) => colour === undefined)) return undefined;
  return `/assets/colours-${theme ?? 'auto'}-${given.map((colour) => colour?.slice(1).toLowerCase() ?? '0').join('-')}.css`;
}

function isColour(colour: string | undefined): colour is string {
  return colour !== undefined && checkColour(colour) === undefined;
}

/** The ground of its pages, for the frame that a browser draws around them. */
export function papersOf({ paper_light, paper_dark }: Colours): { readonly light: string; readonly dark: string } {
  return { light: paper_light ?? LIGHT.paper, dark: paper_dark ?? DARK.paper };
}

/** Every page asks for it, and it changes with the settings alone. */
const PATHS = new WeakMap<LoginPage, string | undefined>();

export function logoPath(page: LoginPage): string | undefined {
  if (!PATHS.has(page)) PATHS.set(page, findLogoPath(page));
  return PATHS.get(page);
}

function findLogoPath({ logo }: LoginPage): string | undefined {
  if (logo === undefined || checkLogo(logo) !== undefined) return undefined;
  const hash = createHash('sha256').update(logo).digest('hex').slice(0, 16);
  return `/assets/logo-${hash}.${logoType(logo) === 'image/png' ? 'png' : 'jpg'}`;
}

/** For a page that has no address of its own. */
export function logoAsData({ logo }: LoginPage): string | undefined {
  return logo === undefined || checkLogo(logo) !== undefined ? undefined : `data:${logoType(logo)};base64,${logo}`;
}

/** The file at a path; undefined where there is none, or none any more. */
export function officeAsset(path: string, page: LoginPage): Asset | undefined {
  const colours = COLOURS.exec(path);
  if (colours !== null) return coloursAsset(path, colours[1] ?? '', (colours[2] ?? '').slice(1).split('-'));
  const { logo } = page;
  if (logo === undefined || logoPath(page) !== path) return undefined;
  return { path, content_type: logoType(logo), body: () => Buffer.from(logo, 'base64') };
}

function coloursAsset(path: string, theme: string, given: readonly string[]): Asset {
  const [action, dark_action, accent, dark_accent, paper, dark_paper] = given.map((colour) =>
    colour === '0' ? undefined : `#${colour.toUpperCase()}`,
  );
  const light = chosen(paletteOf('light', { action, accent, paper }));
  const dark = chosen(paletteOf('dark', { action: dark_action, accent: dark_accent, paper: dark_paper }));
  const css = RULES[theme]?.(properties(light), properties(dark)) ?? '';
  return { path, content_type: 'text/css; charset=utf-8', body: () => Buffer.from(css) };
}

/** Not on paper, which has colours of its own. */
const RULES: Readonly<Record<string, (light: string, dark: string) => string>> = {
  auto: (light, dark) =>
    `@media screen { :root { ${light} } }\n@media screen and (prefers-color-scheme: dark) { :root { ${dark} } }\n`,
  light: (light) => `:root { ${light} }\n`,
  dark: (_, dark) => `:root { ${dark} }\n`,
};

/** What an office may have chosen, and what follows from it: in both themes, so that none keeps what the other says. */
function chosen(palette: Palette): Partial<Palette> {
  const { paper, petrol, cord } = palette;
  return { paper, petrol, cord, 'petrol-strong': palette['petrol-strong'], 'on-petrol': palette['on-petrol'] };
}
