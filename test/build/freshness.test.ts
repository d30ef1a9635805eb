import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Checkout, fingerprintOfSources, forgetStamp, isFresh, stamp } from '../../build/freshness.ts';

const SOURCES = [
  'package.json',
  'package-lock.json',
  'server/main.ts',
  'server/http/app.ts',
  'renderer/app.tsx',
  'electron/main.ts',
  'build/resources/mark.svg',
  'build/vite.config.ts',
  'build/build.ts',
  'build/compress.ts',
  'build/licences.ts',
  'build/paths.ts',
];

let checkout: Checkout;
beforeEach(async () => {
  const root = await mkdtemp(join(tmpdir(), 'lanyard-fresh-'));
  const out = join(root, 'build/out');
  checkout = { root, out, entry: join(out, 'server/main.js') };
  for (const source of SOURCES) await write(source);
});
afterEach(() => rm(checkout.root, { recursive: true, force: true }));

test('what was never built is not fresh, and a stamp without output neither', async () => {
  expect(isFresh(checkout)).toBe(false);
  stamp(fingerprintOfSources(checkout), checkout);
  expect(isFresh(checkout)).toBe(false);
});

describe('what was built', () => {
  beforeEach(async () => {
    await write('build/out/server/main.js');
    stamp(fingerprintOfSources(checkout), checkout);
  });

  test('is fresh, whatever happens to other files', async () => {
    await write('test/some.test.ts');
    await write('README.md');
    await write('build/out/server/more.js');
    expect(isFresh(checkout)).toBe(true);
  });

  test.each(SOURCES)('is stale when %s changes', async (source) => {
    await write(source, 'something else');
    expect(isFresh(checkout)).toBe(false);
  });

  test('is stale when a source comes or goes', async () => {
    await write('server/new.ts');
    expect(isFresh(checkout)).toBe(false);
    await rm(join(checkout.root, 'server/new.ts'));
    expect(isFresh(checkout)).toBe(true);
    await rm(join(checkout.root, 'server/http/app.ts'));
    expect(isFresh(checkout)).toBe(false);
  });

  test('is stale when a source was written again with as many letters', async () => {
    await utimes(join(checkout.root, 'server/main.ts'), 1_000_000_000, 1_000_000_000);
    expect(isFresh(checkout)).toBe(false);
  });

  test('stays fresh when npm ci touches the lock file and changes nothing', async () => {
    await utimes(join(checkout.root, 'package-lock.json'), 1_000_000_000, 1_000_000_000);
    expect(isFresh(checkout)).toBe(true);
  });

  test('is not fresh any more once the stamp is forgotten, and that may be done twice', () => {
    forgetStamp(checkout);
    forgetStamp(checkout);
    expect(isFresh(checkout)).toBe(false);
  });

  test('is built again when a source changed while it was built', async () => {
    const before = fingerprintOfSources(checkout);
    await write('renderer/app.tsx', 'saved in the middle of the build');
    stamp(before, checkout);
    expect(isFresh(checkout)).toBe(false);
  });
});

async function write(path: string, text = path): Promise<void> {
  const file = join(checkout.root, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
