import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../server/config/config-error.ts';
import { makePrivateDirectory, namesIn } from '../../server/config/private-directory.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanyard-folders-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function refusal(path: string): Promise<unknown> {
  const error: unknown = await makePrivateDirectory(path).catch((thrown: unknown) => thrown);
  return error instanceof ConfigError ? error.message : error;
}

test('every folder that is missing is made, for its owner alone, and what is there is left', async () => {
  const path = join(root, 'a', 'b', 'c');
  await makePrivateDirectory(path);
  await writeFile(join(path, 'kept'), 'x');
  await makePrivateDirectory(path);
  expect(await namesIn(path)).toEqual(['kept']);
  for (const each of [join(root, 'a'), join(root, 'a', 'b'), path]) expect((await stat(each)).mode & 0o777).toBe(0o700);
});

test('two who make the same folder at once both have it', async () => {
  const path = join(root, 'both', 'of', 'us');
  await Promise.all([makePrivateDirectory(path), makePrivateDirectory(path)]);
  expect(await namesIn(path)).toEqual([]);
});

test('a folder that does not exist holds nothing', async () => {
  expect(await namesIn(join(root, 'nowhere'))).toEqual([]);
});

test('a file in the way is named', async () => {
  const file = join(root, 'file');
  await writeFile(file, '');
  expect(await refusal(file)).toBe(`--data-dir: ${file} can't be made (${file} is not a folder)`);
  expect(await refusal(join(file, 'x'))).toMatch(
    /can't be made \(something on the way to it is not a folder, ENOTDIR\)/,
  );
});

test('a link that leads nowhere is refused', async () => {
  const link = join(root, 'link');
  await symlink(join(root, 'gone'), link);
  expect(await refusal(link)).toMatch(/^--data-dir: .* can't be made \(/);
});

test.skipIf(process.platform !== 'linux')(
  'where the system keeps no folders it is refused, and does not go on for ever',
  async () => {
    expect(await refusal('/proc/1/nope/deeper')).toMatch(/^--data-dir: \/proc\/1\/nope\/deeper can't be made \(/);
  },
);
