/** The head of a list: titles that sort, and one box that selects all that is shown. */
import { Checkbox } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconSelector } from '@tabler/icons-react';
import type { Column } from './column.ts';
import css from './list-head.module.css';
import type { ListView } from './use-list-view.ts';
import type { Selection } from './use-selection.ts';

interface ListHeadProps<T> {
  readonly columns: readonly Column<T>[];
  readonly view: ListView;
  readonly allKeys: readonly string[];
  readonly selection?: Selection;
}

export function ListHead<T>({ columns, view, allKeys, selection }: ListHeadProps<T>) {
  return (
    <thead className={css['head']}>
      <tr>
        {selection !== undefined && <SelectAll allKeys={allKeys} selection={selection} />}
        {columns.map(({ title, sort }) => (
          <th key={title} scope="col" aria-sort={sortedAs(view.sort, sort)}>
            {sort === undefined ? title : <SortButton title={title} field={sort} view={view} />}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function SelectAll({ allKeys, selection }: { readonly allKeys: readonly string[]; readonly selection: Selection }) {
  const chosen = allKeys.filter((key) => selection.keys.has(key)).length;
  return (
    <td className={css['box']}>
      <Checkbox
        aria-label="Select all on this page"
        checked={chosen === allKeys.length}
        indeterminate={chosen > 0 && chosen < allKeys.length}
        onChange={() => selection.toggleAll(allKeys)}
      />
    </td>
  );
}

function SortButton({
  title,
  field,
  view,
}: {
  readonly title: string;
  readonly field: string;
  readonly view: ListView;
}) {
  const sorted = sortedAs(view.sort, field);
  const Icon = sorted === 'none' ? IconSelector : sorted === 'ascending' ? IconArrowUp : IconArrowDown;
  return (
    <button
      type="button"
      className={css['sort']}
      data-sorted={sorted !== 'none'}
      onClick={() => view.set({ sort: sorted === 'ascending' ? `-${field}` : field })}
    >
      {title}
      <Icon size={16} aria-hidden="true" />
    </button>
  );
}

function sortedAs(sort: string | undefined, field: string | undefined): 'ascending' | 'descending' | 'none' {
  if (field === undefined || sort === undefined) return 'none';
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
}
