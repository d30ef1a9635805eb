/** The office's own colours of the pages: what they must be so that everybody can read what stands on them. WCAG 2.2 §1.4.3, §1.4.11 */
import { DARK, LIGHT, type Palette } from '../page-colours.ts';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Each as `#RRGGBB`; Lanyard's own where absent. */
export interface OfficeColours {
  readonly action?: string | undefined;
  readonly accent?: string | undefined;
  readonly paper?: string | undefined;
}

const COLOUR = /^#[0-9A-Fa-f]{6}$/;

export function checkColour(text: string): string | undefined {
  return COLOUR.test(text) ? undefined : 'must be a colour such as #0F5E6B';
}

const PALETTES: Readonly<Record<Theme, Palette>> = { light: LIGHT, dark: DARK };

/** The whole palette of a theme with the office's colours in it, and those that follow from them. */
export function paletteOf(theme: Theme, colours: OfficeColours): Palette {
  const own = PALETTES[theme];
  const paper = colours.paper ?? own.paper;
  const cord = colours.accent ?? own.cord;
  if (colours.action === undefined) return { ...own, paper, cord };
  const petrol = colours.action;
  const on = contrast(petrol, '#FFFFFF') >= contrast(petrol, DARKEST) ? '#FFFFFF' : DARKEST;
  return { ...own, paper, cord, petrol, 'petrol-strong': between(petrol, own.ink), 'on-petrol': on };
}

const DARKEST = '#000000';

interface Pair {
  readonly field: keyof OfficeColours;
  readonly front: keyof Palette;
  readonly ground: keyof Palette;
  readonly least: number;
  readonly what: string;
}

const TEXT = 4.5;
const PART = 3;

/** Every pair that the pages draw of which an office may choose one. */
const PAIRS: readonly Pair[] = [
  { field: 'paper', front: 'ink', ground: 'paper', least: TEXT, what: 'text on it' },
  { field: 'paper', front: 'quiet', ground: 'paper', least: TEXT, what: 'small text on it' },
  { field: 'paper', front: 'danger', ground: 'paper', least: TEXT, what: 'errors on it' },
  { field: 'paper', front: 'attention', ground: 'paper', least: TEXT, what: 'warnings on it' },
  { field: 'paper', front: 'edge', ground: 'paper', least: PART, what: 'the borders of fields on it' },
  { field: 'action', front: 'petrol', ground: 'paper', least: TEXT, what: 'this colour on the page' },
  { field: 'action', front: 'petrol', ground: 'card', least: TEXT, what: 'this colour in boxes' },
  { field: 'action', front: 'petrol-strong', ground: 'paper', least: TEXT, what: 'this colour under the pointer' },
  { field: 'action', front: 'on-petrol', ground: 'petrol', least: TEXT, what: 'the words of buttons' },
  { field: 'action', front: 'on-petrol', ground: 'petrol-strong', least: TEXT, what: 'buttons under the pointer' },
  { field: 'accent', front: 'cord', ground: 'paper', least: PART, what: 'this colour on the page' },
  { field: 'accent', front: 'cord', ground: 'card', least: PART, what: 'this colour in boxes' },
];

/** The first colour that cannot be read, with the end of a sentence about it; undefined where all can. */
export function findPoorContrast(
  theme: Theme,
  colours: OfficeColours,
): { readonly field: keyof OfficeColours; readonly reason: string } | undefined {
  const palette = paletteOf(theme, colours);
  const poor = PAIRS.find(({ front, ground, least }) => contrast(palette[front], palette[ground]) < least);
  if (poor === undefined) return undefined;
  const { front, ground, least, what } = poor;
  const is = (Math.floor(contrast(palette[front], palette[ground]) * 10) / 10).toFixed(1);
  // What does not fit is told of the colour that the office chose.
  const field = colours[poor.field] === undefined ? 'paper' : poor.field;
  const [darker, lighter] = field === 'paper' ? ['a lighter', 'a darker'] : ['a darker', 'a lighter'];
  const way = theme === 'light' ? darker : lighter;
  return {
    field,
    reason: `cannot be read well enough: ${what} has a contrast of ${is} to 1 and needs ${least}; take ${way} one`,
  };
}

/** From 1 to 21. WCAG 2.2, contrast ratio */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = parts(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A quarter of the way to `other`. */
function between(colour: string, other: string): string {
  const to = parts(other);
  const mixed = parts(colour).map((part, index) => Math.round(part + ((to[index] ?? part) - part) / 4));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`.toUpperCase();
}

function parts(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
