/** Before and after of an audit event. */
import { expect, test } from 'vitest';
import { changesOf } from '../../../renderer/screens/audit/changes.ts';
import { shownValue } from '../../../renderer/words/shown-value.ts';

test('only what differs is a change; the rest is told beside it', () => {
  const detail = {
    before: { name: 'staff', members: [], same: 1 },
    after: { name: 'crew', members: [], same: 1, made: true },
    because: 'asked',
  };
  expect(changesOf(detail)).toEqual({
    changes: [
      { field: 'name', before: 'staff', after: 'crew' },
      { field: 'made', before: undefined, after: true },
    ],
    rest: [['because', 'asked']],
  });
});

test('an event without a change has none', () => {
  expect(changesOf({ by: 'password' })).toEqual({ changes: [], rest: [['by', 'password']] });
});

test.each([
  [undefined, '—'],
  [[], '—'],
  [false, 'no'],
  [['a', 'b'], 'a, b'],
  [{ a: 1 }, '{"a":1}'],
  [0, '0'],
])('%j is shown as %s', (value, shown) => {
  expect(shownValue(value)).toBe(shown);
});
