import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lanyard-require-'));
  mkdirSync(join(root, 'build'));
  copyFileSync(resolve(import.meta.dirname, '../../build/require-node.mjs'), join(root, 'build/require-node.mjs'));
  writeFileSync(join(root, 'build/script.mjs'), 'console.log("it ran");');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(installed: readonly string[]) {
  for (const name of installed) mkdirSync(join(root, 'node_modules', name), { recursive: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['build/require-node.mjs', 'build/script.mjs'], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const ALL = ['express', 'vite', '@node-rs/argon2', '@node-rs/argon2-some-platform'];

test('with everything installed the script runs', () => {
  expect(run(ALL)).toEqual({ status: 0, stdout: 'it ran\n', stderr: '' });
});

test.each([
  ['nothing', [], /^The packages that Lanyard is made of are not installed here: run `npm ci` first\.\n$/],
  ['no development packages', ALL.filter((name) => name !== 'vite'), /run `npm ci --include=dev` first\.\n$/],
  [
    'no optional packages',
    ALL.slice(0, 3),
    /for this platform is not installed.*run `npm ci --include=optional` first\.\n$/,
  ],
])('with %s installed one line says what to run', (_, installed, line) => {
  expect(run(installed)).toEqual({ status: 1, stdout: '', stderr: expect.stringMatching(line) });
});
