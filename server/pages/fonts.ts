/** Inter, read once from the folder beside a bundle or from its package. Without either the system's font serves. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asset, type Asset } from './asset.ts';

export interface Font {
  readonly asset: Asset;
  /** The characters that it holds, as CSS `unicode-range`. */
  readonly unicodeRange: string;
}

/** The files of @fontsource-variable/inter that pages use; a bundle keeps copies under these names in `assets/` beside it. */
const FILES: readonly (readonly [file: string, unicodeRange: string])[] = [
  [
    'inter-latin-wght-normal.woff2',
    'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  ],
  [
    'inter-latin-ext-wght-normal.woff2',
    'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  ],
];

export const FONTS: readonly Font[] = FILES.flatMap(([file, unicodeRange]) => {
  const bytes = readFont(file);
  return bytes === undefined
    ? []
    : [{ asset: asset(file.replace('.woff2', ''), 'woff2', 'font/woff2', bytes), unicodeRange }];
});

function readFont(file: string): Buffer | undefined {
  const here = import.meta.url;
  const places = [
    () => join(dirname(fileURLToPath(here)), 'assets', file),
    () => createRequire(here).resolve(`@fontsource-variable/inter/files/${file}`),
  ];
  for (const place of places) {
    try {
      return readFileSync(place());
    } catch {
      // not there: the next place, or no font at all
    }
  }
  return undefined;
}
