/** What stands beside the name of a step in an opened message. */
import { expect, test } from 'vitest';
import { stepWords } from '../../../renderer/tracer/step-words.ts';
import { CLIENT_AUTH_METHODS } from '../../../server/engine/client-auth/index.ts';
import { GRANTS } from '../../../server/engine/grants/index.ts';

test('every way to prove an application and every grant is told in words', () => {
  const names = [...CLIENT_AUTH_METHODS, ...GRANTS].map(({ name }) => name);
  expect(names.length).toBeGreaterThan(8);
  expect(names.filter((name) => stepWords(name) === undefined)).toEqual([]);
});
