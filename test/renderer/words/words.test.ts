/** Times, counts and browsers in the words that people use. */
import { expect, test } from 'vitest';
import { browserOf } from '../../../server/spec/browser-name.ts';
import { counted, listed } from '../../../renderer/words/count.ts';
import { calendarDay, clockTime, exactTime, relativeTime } from '../../../renderer/words/time.ts';

const NOW_S = 1_800_000_000;

test.each([
  [0, 'just now'],
  [-30, 'just now'],
  [30, 'in less than a minute'],
  [-60, '1 minute ago'],
  [-3_599, '1 hour ago'],
  [-7_200, '2 hours ago'],
  [86_400, 'tomorrow'],
  [-86_400 * 3, '3 days ago'],
  [86_400 * 90, 'in 3 months'],
  [-86_400 * 800, '2 years ago'],
])('%i seconds from now is “%s”', (away_s, said) => {
  expect(relativeTime(NOW_S + away_s, NOW_S * 1000)).toBe(said);
});

test('a moment of today is a time of day, and one of another day names that', () => {
  const noon_s = new Date(2027, 0, 15, 12, 0).getTime() / 1000;
  expect(clockTime(noon_s + 900, noon_s * 1000)).toBe('12:15');
  expect(clockTime(noon_s + 86_400, noon_s * 1000)).toBe('16 Jan, 12:00');
  expect(clockTime(Infinity, 0)).toBe('never');
});

test.each([Infinity, -Infinity, Number.MAX_SAFE_INTEGER, 8_640_000_000_001, Number.NaN])(
  'the moment %d, which no calendar reaches, is never',
  (at_s) => {
    expect([relativeTime(at_s, 0), exactTime(at_s), calendarDay(at_s)]).toEqual(['never', 'never', 'never']);
  },
);

test('counts with the thing they count', () => {
  expect(counted(1, 'person', 'people')).toBe('1 person');
  expect(counted(10_000, 'person', 'people')).toBe('10,000 people');
  expect(listed([])).toBe('');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:141.0) Gecko/20100101 Firefox/141.0', 'Firefox on Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari on iPhone',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
    'Edge on Windows',
  ],
  ['curl/8.5.0', 'curl'],
  ['', 'An unknown program'],
])('%s is %s', (userAgent, said) => {
  expect(browserOf(userAgent)).toBe(said);
});
