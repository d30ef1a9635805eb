/** What of a list stands in the address, for two lists on one screen and for the filters of one. */
import { expect, test } from 'vitest';
import { filtersGiven, type ListFilter, optionsShown } from '../../../renderer/lists/filter.ts';
import { type ListView, ownOf } from '../../../renderer/lists/use-list-view.ts';

const ADDRESS = new URLSearchParams('q=a&sort=name&apis.q=b&apis.sort=-name&scopes.kind=own');

test.each([
  ['', { q: 'a', sort: 'name' }],
  ['apis.', { q: 'b', sort: '-name' }],
  ['scopes.', { kind: 'own' }],
  ['keys.', {}],
])('a list with the prefix %j has these of the address alone', (prefix, own) => {
  expect(Object.fromEntries(ownOf(ADDRESS, prefix))).toEqual(own);
});

const STATE: ListFilter = {
  name: 'state',
  label: 'State',
  options: [
    { value: '', label: 'Any state' },
    { value: 'disabled', label: 'Disabled' },
  ],
};
const viewOf = (chosen: Readonly<Record<string, string>>): ListView => ({
  q: '',
  sort: undefined,
  filter: (name) => chosen[name] ?? '',
  set: () => undefined,
  showAll: () => undefined,
  narrowed: false,
  key: '',
});

test('filters that stand at everything are not asked for', () => {
  const group: ListFilter = { name: 'group', label: 'Group', options: [] };
  expect(filtersGiven(viewOf({ state: 'disabled' }), [STATE, group])).toEqual({ state: 'disabled' });
  expect(filtersGiven(viewOf({ other: 'x' }), [STATE])).toEqual({});
});

test('what the address asks for can be seen, also where it is no option', () => {
  expect(optionsShown(STATE, 'disabled')).toBe(STATE.options);
  expect(optionsShown(STATE, 'gone').at(-1)).toEqual({ value: 'gone', label: 'gone' });
});
