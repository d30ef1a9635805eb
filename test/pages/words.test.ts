import { expect, it } from 'vitest';
import { inWords } from '../../server/pages/words.ts';

it.each([
  [0, 'in 1 second'],
  [1, 'in 1 second'],
  [39.2, 'in 40 seconds'],
  [89, 'in 89 seconds'],
  [90, 'in 2 minutes'],
  [121, 'in 3 minutes'],
  [5400, 'in 2 hours'],
])('a wait of %d seconds ends %s', (seconds, words) => {
  expect(inWords(seconds)).toBe(words);
});
