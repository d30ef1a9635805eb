/** The lives of keys as stretches of a drawing. */
import { expect, test } from 'vitest';
import { type SigningKey, timelineOf } from '../../../renderer/screens/keys/timeline.ts';

const DAY = 86_400;
const NOW = 1_000 * DAY;
const key = (kid: string, changes: Partial<SigningKey>): SigningKey => ({
  kid,
  alg: 'RS256',
  state: 'active',
  public_jwk: {},
  public_pem: '',
  published_at: NOW,
  activated_at: null,
  retired_at: null,
  activates_at: null,
  retires_at: null,
  removed_at: null,
  ...changes,
});

const KEYS = [
  key('old', {
    state: 'retired',
    published_at: NOW - 100 * DAY,
    activated_at: NOW - 90 * DAY,
    retired_at: NOW - 10 * DAY,
    removed_at: NOW + 10 * DAY,
  }),
  key('present', { published_at: NOW - 20 * DAY, activated_at: NOW - 10 * DAY, retires_at: NOW + 80 * DAY }),
  key('coming', { state: 'next', activates_at: NOW + 80 * DAY }),
];

test('the next key stands first, and each has the stretches of its life', () => {
  const { lines } = timelineOf(KEYS, NOW);
  expect(lines.map(({ kid, stretches }) => [kid, stretches.map(({ stage }) => stage)])).toEqual([
    ['coming', ['next', 'active']],
    ['present', ['next', 'active']],
    ['old', ['next', 'active', 'retired']],
  ]);
});

test('stretches follow each other inside of the drawing, and now is where one key has taken over', () => {
  const { lines, now } = timelineOf(KEYS, NOW);
  for (const { stretches } of lines) {
    for (const { from, to } of stretches) {
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThanOrEqual(1);
      expect(to).toBeGreaterThan(from);
    }
    stretches.slice(1).forEach(({ from }, index) => expect(from).toBeCloseTo(stretches[index]!.to));
  }
  const old = lines[2]!.stretches;
  expect(now).toBeGreaterThan(old[1]!.to);
  expect(now).toBeLessThan(old[2]!.to);
});

test('a key of this very moment is drawn too', () => {
  const { lines, begins_at, ends_at } = timelineOf([key('new', { activated_at: NOW })], NOW);
  expect(ends_at).toBeGreaterThan(begins_at);
  expect(lines[0]?.stretches.map(({ stage }) => stage)).toEqual(['active']);
});
