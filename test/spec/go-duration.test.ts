/** Times as Go writes them, in and out. */
import { describe, expect, test } from 'vitest';
import { goDuration, parseGoDuration } from '../../server/spec/go-duration.ts';

describe('a time', () => {
  test.each([
    ['720h', 2_592_000],
    ['1h30m', 5400],
    ['1h0m0s', 3600],
    ['90s', 90],
    ['1.5h', 5400],
    ['.5m', 30],
    ['1500ms', 1],
    ['999ms', 0],
    ['1us', 0],
    ['0', 0],
  ])('%s is read', (text, seconds) => {
    expect(parseGoDuration(text)).toBe(seconds);
  });

  test.each(['', '1', 'h', '1d', '-1h', '1h-1m', '1 h', 'soon', '1h!', `${'1h'.repeat(60)}`])('%s is none', (text) => {
    expect(parseGoDuration(text)).toBeUndefined();
  });

  test.each([
    [1, '1s'],
    [60, '1m0s'],
    [5400, '1h30m0s'],
    [2_592_001, '720h0m1s'],
  ])('%i seconds are written so that they are read again', (seconds, text) => {
    expect(goDuration(seconds)).toBe(text);
    expect(parseGoDuration(text)).toBe(seconds);
  });
});
