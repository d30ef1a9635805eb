/** Two editors of one thing: what each changed, and what is left when they are merged. */
import { expect, test } from 'vitest';
import type { FieldRow } from '../../../renderer/forms/field.ts';
import { differences, merged } from '../../../renderer/forms/merge.ts';

const ROWS: readonly FieldRow[] = ['name', 'email', 'groups', 'admin'].map((name) => ({
  name,
  label: name,
  kind: 'text',
}));
const base = { name: 'Ada', email: 'ada@old', groups: ['staff'], admin: false };
const theirs = { name: 'Ada Theirs', email: 'ada@old', groups: ['staff', 'night'], admin: false };
const mine = { name: 'Ada Mine', email: 'ada@new', groups: ['staff'], admin: false };

test('shows what they changed, and whether I changed the same', () => {
  expect(differences(ROWS, base, theirs, mine).map(({ row, contested }) => [row.name, contested])).toEqual([
    ['name', true],
    ['groups', false],
  ]);
});

test('both having changed it to the same is no contest', () => {
  expect(differences(ROWS, base, theirs, { ...mine, name: 'Ada Theirs' })[0]?.contested).toBe(false);
});

test('a merge keeps what only one changed, and of the contested what was chosen', () => {
  expect(merged(ROWS, base, theirs, mine, new Set())).toEqual({
    name: 'Ada Theirs',
    email: 'ada@new',
    groups: ['staff', 'night'],
    admin: false,
  });
  expect(merged(ROWS, base, theirs, mine, new Set(['name', 'groups']))).toEqual({
    name: 'Ada Mine',
    email: 'ada@new',
    groups: ['staff', 'night'],
    admin: false,
  });
});
