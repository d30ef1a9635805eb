import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOrCreateKeyFile } from '../../server/keys/key-file.ts';

const ON_WINDOWS = process.platform === 'win32';
const NO_MODES = 'Windows has no file modes: rights live in access-control lists there';
let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-key-'));
  path = join(folder, 'sealing.key');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the key file', () => {
  test('is made with 32 random bytes and read again ever after', async () => {
    const made = await readOrCreateKeyFile(path);
    expect(made).toHaveLength(32);
    expect(await readOrCreateKeyFile(path)).toEqual(made);
    expect(await readOrCreateKeyFile(path, { mayCreate: false })).toEqual(made);
    expect(await readFile(path, 'utf8')).toBe(`${made.toString('base64url')}\n`);
  });

  test('leaves nothing beside itself, and another folder gets another key', async () => {
    const made = await readOrCreateKeyFile(path);
    expect(await readdir(folder)).toEqual(['sealing.key']);
    expect(await readOrCreateKeyFile(join(folder, 'other.key'))).not.toEqual(made);
  });

  test('is readable by its owner alone, whatever the umask says', async (context) => {
    context.skip(ON_WINDOWS, NO_MODES);
    const before = process.umask(0);
    try {
      await readOrCreateKeyFile(path);
    } finally {
      process.umask(before);
    }
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('made by several callers at once is one key for all of them', async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => readOrCreateKeyFile(path)));
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['sealing.key']);
  });

  test('is not made anew where data exists that was sealed with it', async () => {
    await expect(readOrCreateKeyFile(path, { mayCreate: false })).rejects.toMatchObject({
      name: 'KeyFileError',
      code: 'missing',
      file: path,
    });
    expect(await readdir(folder)).toEqual([]);
  });

  describe('that others can reach', () => {
    beforeEach((context) => context.skip(ON_WINDOWS, NO_MODES));

    test.each([0o640, 0o620, 0o604, 0o644, 0o660, 0o601])('is refused with mode %o', async (mode) => {
      await readOrCreateKeyFile(path);
      await chmod(path, mode);
      await expect(readOrCreateKeyFile(path)).rejects.toMatchObject({ code: 'exposed', file: path });
    });

    test.each([0o600, 0o400])('is accepted again with mode %o', async (mode) => {
      const made = await readOrCreateKeyFile(path);
      await chmod(path, 0o644);
      await expect(readOrCreateKeyFile(path)).rejects.toMatchObject({ code: 'exposed' });
      await chmod(path, mode);
      expect(await readOrCreateKeyFile(path)).toEqual(made);
    });

    test('is refused with a message that says what to do and holds no key', async () => {
      const made = await readOrCreateKeyFile(path);
      await chmod(path, 0o644);
      const message = await readOrCreateKeyFile(path).then(String, String);
      expect(message).toContain('chmod 600');
      expect(message).toContain('0644');
      expect(message).not.toContain(made.toString('base64url'));
    });
  });

  const good = randomBytes(32).toString('base64url');
  test.each([
    ['is empty', ''],
    ['is cut short', good.slice(0, 42)],
    ['has something after the key', `${good}A`],
    ['has a second line', `${good}\n${good}\n`],
    ['holds standard base64', `${Buffer.alloc(32, 255).toString('base64').slice(0, 43)}\n`],
    ['holds bits that no 32 bytes have', `${'A'.repeat(42)}B\n`],
    ['holds spaces', ` ${good.slice(1)}`],
    ['is long', 'A'.repeat(100_000)],
  ])('that %s is refused and left as it is', async (_, contents) => {
    await writeFile(path, contents, { mode: 0o600 });
    const refusal = await readOrCreateKeyFile(path).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'malformed', file: path });
    expect(String(refusal)).not.toContain(contents.trim() || good);
    expect(await readFile(path, 'utf8')).toBe(contents);
  });

  test.each(['', '\n', '\r\n'])('may end in %j', async (end) => {
    await writeFile(path, good + end, { mode: 0o600 });
    expect((await readOrCreateKeyFile(path)).toString('base64url')).toBe(good);
  });

  test('is never a folder or a pipe', async (context) => {
    context.skip(ON_WINDOWS, 'Windows has no pipes in folders');
    await mkdir(path, { mode: 0o700 });
    await expect(readOrCreateKeyFile(path)).rejects.toMatchObject({ code: 'malformed' });
    const pipe = join(folder, 'pipe.key');
    execFileSync('mkfifo', ['-m', '600', pipe]);
    await expect(readOrCreateKeyFile(pipe)).rejects.toMatchObject({ code: 'malformed' });
  });

  test('is not made in a folder that does not exist', async () => {
    await expect(readOrCreateKeyFile(join(folder, 'missing', 'sealing.key'))).rejects.toMatchObject({
      code: 'unwritable',
      cause: { code: 'ENOENT' },
    });
  });

  test('behind something that is no folder is unreadable, with the reason as cause', async (context) => {
    context.skip(ON_WINDOWS, 'Windows says that there is no such file, which is another reason');
    await writeFile(path, good, { mode: 0o600 });
    await expect(readOrCreateKeyFile(join(path, 'sealing.key'))).rejects.toMatchObject({
      code: 'unreadable',
      cause: { code: 'ENOTDIR' },
    });
  });
});
