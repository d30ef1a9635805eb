import { describe, expect, it } from 'vitest';
import { withFallbacks } from '../../../server/pages/style/palette.ts';
import { DARK, LIGHT, type Palette } from '../../../server/spec/page-colours.ts';
import { STYLESHEET } from '../../../server/pages/style/stylesheet.ts';

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
])('the %s palette', (_theme, palette) => {
  it.each([
    ['ink', 'paper'],
    ['ink', 'card'],
    ['quiet', 'paper'],
    ['quiet', 'card'],
    ['petrol', 'paper'],
    ['petrol-strong', 'paper'],
    ['on-petrol', 'petrol'],
    ['on-petrol', 'petrol-strong'],
    ['attention', 'paper'],
    ['danger', 'paper'],
    ['danger', 'tint'],
  ] as const)('writes %s on %s with a contrast of 4.5:1', (text, ground) => {
    expect(contrast(palette, text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ['edge', 'paper'],
    ['edge', 'card'],
    ['cord', 'paper'],
    ['cord', 'card'],
  ] as const)('draws %s on %s with a contrast of 3:1', (part, ground) => {
    expect(contrast(palette, part, ground)).toBeGreaterThanOrEqual(3);
  });
});

/** WCAG 2.2, contrast ratio. */
function contrast(palette: Palette, one: keyof Palette, other: keyof Palette): number {
  const [high = 0, low = 0] = [luminance(palette[one]), luminance(palette[other])].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('the stylesheet', () => {
  const css = STYLESHEET.body().toString();

  it('gives a browser without custom properties the light colour first', () => {
    expect(withFallbacks('a { color: $ink; border: 1px solid $line; }')).toBe(
      'a { color: #13212B; color: var(--ink); border: 1px solid #D9DEDC; border: 1px solid var(--line); }',
    );
  });

  it('refuses a colour that the palette does not have', () => {
    expect(() => withFallbacks('a { color: $magenta; }')).toThrow('magenta');
  });

  it('leaves no role unresolved, and never uses a custom property without its fallback', () => {
    expect(css).not.toContain('$');
    for (const [, property = '', before = ''] of css.matchAll(/(?:([a-z-]+): ([^;{}]*); )?\1: [^;{}]*var\(/g)) {
      expect(`${property}: ${before}`).toMatch(/#[0-9A-F]{6}/);
    }
  });

  it('loads nothing from elsewhere', () => {
    for (const [, url = ''] of css.matchAll(/url\('([^']*)'\)/g)) expect(url).toMatch(/^\/assets\/inter-/);
    expect(css).not.toContain('@import');
  });
});
