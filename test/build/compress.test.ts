/** The copies that the build lays beside the page's files: of what gets smaller, with the same content, and of nothing else. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { compressFiles } from '../../build/compress.ts';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { OUT } from '../../build/paths.ts';

const directory = mkdtempSync(join(tmpdir(), 'lanyard-compress-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const DECODED = { '.br': brotliDecompressSync, '.gz': gunzipSync } as const;

test('a file that gets smaller has both copies, and its content is in them', async () => {
  const words = 'the same words again and again; '.repeat(50);
  for (const name of ['a.js', 'b.css', 'c.svg', 'd.html', 'e.woff2', 'f.js.map']) {
    writeFileSync(join(directory, name), words);
  }
  writeFileSync(join(directory, 'tiny.css'), 'a{}');
  await compressFiles(directory);
  const copies = readdirSync(directory).filter((name) => /\.(br|gz)$/.test(name));
  expect(copies.toSorted()).toEqual(['a.js.br', 'a.js.gz', 'b.css.br', 'b.css.gz', 'c.svg.br', 'c.svg.gz']);
  for (const [ending, decoded] of Object.entries(DECODED)) {
    expect(decoded(readFileSync(join(directory, `a.js${ending}`))).toString()).toBe(words);
  }
});

test('every script and style sheet of the built panel has its copies', () => {
  expect(ensureBuilt()).toBe(true);
  const assets = join(OUT, 'renderer/assets');
  const names = readdirSync(assets);
  // A few bytes may be as short as they get.
  const large = names.filter((name) => /\.(js|css)$/.test(name) && readFileSync(join(assets, name)).length > 500);
  expect(large.length).toBeGreaterThan(5);
  for (const name of large) {
    for (const [ending, decoded] of Object.entries(DECODED)) {
      const copy = readFileSync(join(assets, `${name}${ending}`));
      expect(decoded(copy).equals(readFileSync(join(assets, name)))).toBe(true);
    }
  }
});
