import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog, type LogOptions } from '../../server/log/log.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(options: Partial<LogOptions> = {}) {
  const written: string[] = [];
  const log = createLog({
    level: 'info',
    format: 'json',
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    write: (lines) => written.push(lines),
    ...options,
  });
  return { log, written };
}

test('lines wait for a tenth of a second and are written together', () => {
  const { log, written } = open();
  log.info('one', { n: 1 });
  log.warn('two');
  expect(written).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(written).toEqual([
    '{"time":"2026-01-02T03:04:05.000Z","level":"info","message":"one","n":1}\n' +
      '{"time":"2026-01-02T03:04:05.000Z","level":"warn","message":"two"}\n',
  ]);
});

test('an error does not wait', () => {
  const { log, written } = open();
  log.error('broken');
  expect(written).toHaveLength(1);
});

test('64 KiB of lines do not wait', () => {
  const { log, written } = open();
  log.info('x'.repeat(70_000));
  expect(written).toHaveLength(1);
});

test('flush writes what waits, once', () => {
  const { log, written } = open();
  log.info('one');
  log.flush();
  log.flush();
  vi.advanceTimersByTime(1_000);
  expect(written).toHaveLength(1);
});

test.each([
  ['debug', 4],
  ['info', 3],
  ['warn', 2],
  ['error', 1],
  ['silent', 0],
] as const)('level %s lets %d of four levels through', (level, expected) => {
  const { log, written } = open({ level });
  for (const put of [log.debug, log.info, log.warn, log.error]) put('line');
  log.flush();
  expect(written.join('').split('\n').length - 1).toBe(expected);
});

test.each(['json', 'text'] as const)(
  'a name with line breaks and escape codes stays one harmless line (%s)',
  (format) => {
    const { log, written } = open({ format });
    log.info('refused\n[INFO] fine', { username: 'alice\r\n[INFO] login ok \u001b]0;x\u0007\u009b31m\u2028' });
    log.flush();
    const line = written.join('');
    expect(line.endsWith('\n')).toBe(true);
    expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
  },
);

test('on a terminal it reads as text', () => {
  const { log, written } = open({ format: 'text' });
  log.info('ready', { issuer: 'http://127.0.0.1:1', n: 2, note: 'two words', absent: undefined });
  log.warn('slow');
  log.flush();
  expect(written.join('').replaceAll(/^\d\d:\d\d:\d\d(?=  )/gm, 'TIME')).toBe(
    'TIME  ready issuer=http://127.0.0.1:1 n=2 note="two words"\nTIME  warn: slow\n',
  );
});
