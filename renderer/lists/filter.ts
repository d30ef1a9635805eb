/**
 * A filter of a list, as data: a screen declares its filters in a table, ListTools draws each as a choice, and
 * `filtersGiven` says them to the server.
 *
 *     const FILTERS: readonly ListFilter[] = [
 *       { name: 'state', label: 'State', options: [{ value: '', label: 'Any state' }, { value: 'disabled', label: 'Disabled' }] },
 *     ];
 *     const view = useListView({ sort: 'name' });
 *     const list = useList('listUsers', view, (page) => ({ query: { ...page, ...filtersGiven(view, FILTERS) } }));
 *     <ListTools what="people" through="name" view={view} filters={FILTERS} />
 *
 * Options that come from the server (groups) make the table inside of the component.
 */
import type { ListView } from './use-list-view.ts';

export interface FilterOption {
  /** Empty stands for everything. */
  readonly value: string;
  readonly label: string;
}

export interface ListFilter {
  /** In the address, and in the query to the server. */
  readonly name: string;
  /** Read out with the choice; the first option must say it to the eye: “All groups”. */
  readonly label: string;
  readonly options: readonly FilterOption[];
}

/** The chosen ones as members of a query; those that stand at everything are left out. */
export function filtersGiven(view: ListView, filters: readonly ListFilter[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    filters.flatMap(({ name }) => {
      const value = view.filter(name);
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** What can be chosen, and what the address says where it is none of these. */
export function optionsShown({ options }: ListFilter, value: string): readonly FilterOption[] {
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}
