import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findChromium, findOnPath } from '../../build/find-chromium.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-browser-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('the browser that LANYARD_CHROMIUM names is the one, and a name of nothing is an error', async () => {
  const named = join(directory, 'my-browser');
  expect(() => findChromium({ LANYARD_CHROMIUM: named })).toThrow(
    `LANYARD_CHROMIUM names ${named}, and there is no such file`,
  );
  await writeFile(named, '');
  expect(findChromium({ LANYARD_CHROMIUM: named })).toBe(named);
});

test('on the PATH, the first name that is a program is found, in whichever folder', async (context) => {
  context.skip(process.platform === 'win32', 'Windows tells programs by their extension');
  const [first, second] = [join(directory, 'first'), join(directory, 'second')];
  await mkdir(join(first, 'chromium'), { recursive: true });
  await mkdir(second);
  const path = [first, '', join(directory, 'nowhere'), second].join(delimiter);
  expect(findOnPath(['chromium', 'chrome'], path)).toBeUndefined();
  await writeFile(join(first, 'chrome'), '', { mode: 0o755 });
  expect(findOnPath(['chromium', 'chrome'], path)).toBe(join(first, 'chrome'));
  await writeFile(join(second, 'chromium'), '', { mode: 0o644 });
  expect(findOnPath(['chromium', 'chrome'], path)).toBe(join(first, 'chrome'));
  await chmod(join(second, 'chromium'), 0o755);
  expect(findOnPath(['chromium', 'chrome'], path)).toBe(join(second, 'chromium'));
});

test('without a PATH there is nothing on it', () => {
  expect(findOnPath(['chromium'], '')).toBeUndefined();
});
