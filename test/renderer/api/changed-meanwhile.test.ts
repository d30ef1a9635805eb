/** What somebody else has changed of a resource since it was seen. */
import { expect, test } from 'vitest';
import { changesBetween } from '../../../renderer/api/changed-meanwhile.ts';

const BEFORE = { id: 'u1', name: 'Bruno', groups: ['staff'], email: 'b@example.lan', updated_at: 1 };

test('names every member that differs, also one that came or went', () => {
  const { email, ...rest } = BEFORE;
  expect(changesBetween(BEFORE, { ...rest, groups: ['staff', 'night'], given_name: 'B', updated_at: 2 })).toEqual([
    { name: 'groups', before: ['staff'], now: ['staff', 'night'] },
    { name: 'email', before: email, now: undefined },
    { name: 'given_name', before: undefined, now: 'B' },
  ]);
});

test('that it was saved again as it was is no difference', () => {
  expect(changesBetween(BEFORE, { ...BEFORE, updated_at: 9 })).toEqual([]);
});
