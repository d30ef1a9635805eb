/** What the shell keeps on disk (a few facts, the server's log), where its window stands, and how it asks for health. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { askHealth, createHealthWatch, type Answer } from '../../electron/health.ts';
import { openShellLog, readableLine } from '../../electron/shell-log.ts';
import { openShellMemory } from '../../electron/shell-memory.ts';
import { boundsFor } from '../../electron/window-bounds.ts';

const directory = mkdtempSync(join(tmpdir(), 'lanyard-shell-keeps-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const refuse = (line: string) => {
  throw new Error(line);
};

describe('what is remembered', () => {
  const bounds = { x: 1, y: 2, width: 800, height: 600 };

  test('is there at the next start', () => {
    const file = join(directory, 'a/shell.json');
    const memory = openShellMemory(file, refuse);
    expect(memory.recall()).toEqual({ told_about_closing: false });
    memory.remember({ told_about_closing: true });
    memory.remember({ bounds });
    expect(openShellMemory(file, refuse).recall()).toEqual({ told_about_closing: true, bounds });
  });

  test.each(['', '{', 'null', '[]', '{"told_about_closing":"yes","bounds":{"x":"1"}}'])(
    'is nothing when the file says %j',
    (text) => {
      const file = join(directory, 'bad.json');
      writeFileSync(file, text);
      expect(openShellMemory(file, refuse).recall()).toEqual({ told_about_closing: false });
    },
  );

  test('is kept for this start where the disk refuses, and that is said', () => {
    const said: string[] = [];
    writeFileSync(join(directory, 'no-folder'), '');
    const memory = openShellMemory(join(directory, 'no-folder/shell.json'), (line) => said.push(line));
    memory.remember({ told_about_closing: true });
    expect(memory.recall().told_about_closing).toBe(true);
    expect(said).toHaveLength(1);
  });
});

describe('the log', () => {
  test('is in the file, which nobody else may read', () => {
    const file = join(directory, 'logs/server.log');
    const log = openShellLog(file, refuse);
    log.add('one');
    log.add('two');
    log.flush();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('is written soon, unasked', async () => {
    const file = join(directory, 'logs/soon.log');
    openShellLog(file, refuse).add('one');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('one\n'), 30_000);
  });

  test('begins a new file when the old one is full, and keeps one old one', () => {
    const file = join(directory, 'logs/small.log');
    for (const line of ['first', 'second', 'third']) {
      const log = openShellLog(file, refuse, 5);
      log.add(line);
      log.flush();
    }
    expect([readFileSync(file, 'utf8'), readFileSync(`${file}.1`, 'utf8')]).toEqual(['third\n', 'second\n']);
  });

  test('complains once where the disk refuses', () => {
    const said: string[] = [];
    writeFileSync(join(directory, 'no-logs'), '');
    const log = openShellLog(join(directory, 'no-logs/server.log'), (line) => said.push(line));
    for (const line of ['one', 'two']) {
      log.add(line);
      log.flush();
    }
    expect(said).toHaveLength(1);
  });

  test.each([
    [
      '{"time":"2026-11-21T12:20:08.358Z","level":"info","message":"ready","port":5263}',
      '12:20:08 info ready port=5263',
    ],
    ['lanyard: --prot is not an option', 'lanyard: --prot is not an option'],
    ['{ not JSON', '{ not JSON'],
  ])('is read by people as well: %s', (line, read) => {
    expect(readableLine(line)).toBe(read);
  });
});

describe('the window stands', () => {
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  const kept = { x: 100, y: 50, width: 900, height: 700 };

  test('where it stood', () => {
    expect(boundsFor(kept, screens)).toEqual(kept);
  });

  test.each([
    ['its screen is gone', { ...kept, x: 2_500 }],
    ['its title bar is out of reach', { ...kept, y: 1_070 }],
    ['its title bar is above the screen', { ...kept, y: -200 }],
    ['nothing was kept', undefined],
  ])('where the system puts it, when %s', (_why, bounds) => {
    expect(boundsFor(bounds, screens)).toEqual({ width: 1280, height: 860 });
  });

  test('never smaller than the panel can be', () => {
    expect(boundsFor({ ...kept, width: 10, height: 10 }, [{ x: 80, y: 0, width: 500, height: 500 }])).toEqual({
      width: 1280,
      height: 860,
    });
    expect(boundsFor({ ...kept, width: 100, height: 10 }, screens)).toEqual({ ...kept, width: 390, height: 480 });
  });
});

describe('health', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  async function watch(answers: readonly Answer[]) {
    const changes: string[] = [];
    const health = createHealthWatch((now) => changes.push(now));
    const left = [...answers];
    health.watch(() => Promise.resolve(left.shift() ?? 'unknown'));
    for (const _ of answers) await vi.advanceTimersByTimeAsync(15_000);
    health.rest();
    return changes;
  }

  test('is bad after two bad answers in a row, and good after one good one', async () => {
    expect(await watch(['good', 'bad', 'good', 'bad', 'bad', 'bad', 'good'])).toEqual(['bad', 'good']);
  });

  test('stays as it was while nothing is known', async () => {
    expect(await watch(['bad', 'unknown', 'bad', 'unknown', 'unknown'])).toEqual(['bad']);
  });

  test('is asked of no server that runs no more', async () => {
    let asked = 0;
    const health = createHealthWatch(refuse);
    health.watch(() => {
      asked += 1;
      return Promise.resolve('bad');
    });
    health.rest();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(0);
  });

  test.each<[string, () => Promise<{ status: number }>, string]>([
    ['200', () => Promise.resolve({ status: 200 }), 'good'],
    ['503', () => Promise.resolve({ status: 503 }), 'bad'],
    ['nothing', () => Promise.reject(new Error('net::ERR_CONNECTION_REFUSED')), 'bad'],
    ['a certificate that nobody trusts', () => Promise.reject(new Error('net::ERR_CERT_AUTHORITY_INVALID')), 'unknown'],
  ])('with %s for an answer is judged', async (_what, fetched, answer) => {
    expect(await askHealth('http://127.0.0.1:5263/panel/', fetched)).toBe(answer);
  });
});
