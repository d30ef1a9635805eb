/** A list on a wide screen a table, on a narrow one cards; searched, sorted, paged and walked through with the arrow keys. */
import { Button } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { ProblemNote } from '../components/problem-note.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { Empty } from '../components/empty.tsx';
import type { Column } from './column.ts';
import css from './data-list.module.css';
import { ListHead } from './list-head.tsx';
import { ListRow } from './list-row.tsx';
import { Pager } from './pager.tsx';
import { useRowKeys } from './use-row-keys.ts';
import type { List } from './use-list.ts';
import type { ListView } from './use-list-view.ts';
import type { Selection } from './use-selection.ts';

interface DataListProps<T> {
  /** What one of it is called, in lower case: “person”. */
  readonly one: string;
  /** And many: “people”. */
  readonly what: string;
  readonly list: List<T>;
  readonly view: ListView;
  readonly columns: readonly Column<T>[];
  readonly keyOf: (item: T) => string;
  /** What the item is called, for those who can't see the row. */
  readonly nameOf: (item: T) => string;
  /** Where it opens; absent where there is nothing behind it. */
  readonly hrefOf?: (item: T) => string;
  /** Shown where there is none at all. */
  readonly empty: ReactNode;
  readonly selection?: Selection;
}

export function DataList<T>(props: DataListProps<T>) {
  const { what, list, view, columns, keyOf, selection } = props;
  const items = list.page?.items ?? [];
  const { row, onKeyDown, onFocus } = useRowKeys(items.length);
  useOnlyShown(selection, items.map(keyOf));
  if (list.error !== undefined && list.page === undefined)
    return <ProblemNote error={list.error} onRetry={list.again} />;
  if (list.page === undefined) return <Skeleton rows={8} />;
  if (items.length === 0) return view.narrowed ? <NothingFound what={what} view={view} /> : props.empty;
  return (
    <>
      {list.error !== undefined && <ProblemNote error={list.error} onRetry={list.again} />}
      <div className={css['list']} aria-busy={list.waiting}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the rows are links, their keys are heard here */}
        <table className={css['table']} aria-label={what} onKeyDown={onKeyDown} onFocus={onFocus}>
          <ListHead
            columns={columns}
            view={view}
            allKeys={items.map(keyOf)}
            {...(selection === undefined ? {} : { selection })}
          />
          <tbody>
            {items.map((item, index) => (
              <ListRow
                key={keyOf(item)}
                item={item}
                columns={columns}
                name={props.nameOf(item)}
                reachable={index === row}
                {...(props.hrefOf === undefined ? {} : { href: props.hrefOf(item) })}
                {...(selection === undefined
                  ? {}
                  : { selected: selection.keys.has(keyOf(item)), onSelect: () => selection.toggle(keyOf(item)) })}
              />
            ))}
          </tbody>
        </table>
        <Pager list={list} one={props.one} what={what} />
      </div>
    </>
  );
}

/** After another search, page or order, nothing is done to what can't be seen. */
function useOnlyShown(selection: Selection | undefined, shown: readonly string[]): void {
  const keepOnly = selection?.keepOnly;
  const all = shown.join('\n');
  useEffect(() => keepOnly?.(all.split('\n')), [keepOnly, all]);
}

function NothingFound({ what, view }: { readonly what: string; readonly view: ListView }) {
  return (
    <Empty title={`No ${what} match`} action={<Button onClick={view.showAll}>Show all</Button>}>
      {view.q === '' ? 'Nothing fits these filters.' : `Nothing here contains “${view.q}”.`}
    </Empty>
  );
}
