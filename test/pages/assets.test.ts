import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ASSETS, FAVICON } from '../../server/pages/assets.ts';
import { FONTS } from '../../server/pages/fonts.ts';
import { markSvg } from '../../server/pages/mark.ts';

describe('the files of the pages', () => {
  it.each(ASSETS.map((asset) => [asset.path, asset] as const))('%s is named after its content', (path, asset) => {
    const hash = createHash('sha256').update(asset.body()).digest('hex').slice(0, 12);
    expect(path).toMatch(new RegExp(`^/assets/[a-z-]+-${hash}\\.(css|js|svg|woff2)$`));
  });

  it('are each at a path of their own', () => {
    expect(new Set(ASSETS.map((asset) => asset.path)).size).toBe(ASSETS.length);
  });

  it('hold Inter for Latin and extended Latin as woff2', () => {
    expect(FONTS.map((font) => font.asset.body().toString('latin1', 0, 4))).toEqual(['wOF2', 'wOF2']);
  });

  it('draw the mark as build/resources/mark.svg has it', () => {
    expect(readFileSync(new URL('../../build/resources/mark.svg', import.meta.url), 'utf8')).toBe(markSvg);
    expect(FAVICON.body().toString()).toBe(markSvg);
  });
});
