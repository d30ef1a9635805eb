/** A list inside of a section: where it is long, it is searched and paged. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNote } from '../components/problem-note.tsx';
import { type Row, Rows } from '../components/rows.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { ListTools } from '../lists/list-tools.tsx';
import { Pager } from '../lists/pager.tsx';
import type { List } from '../lists/use-list.ts';
import type { ListView } from '../lists/use-list-view.ts';
import css from './inner-list.module.css';

/** How many stand on one page; of fewer, each is seen at once. */
export const PER_INNER_PAGE = 10;

interface InnerListProps<T> {
  /** What one of it is called, and many. */
  readonly one: string;
  readonly what: string;
  /** What of it is looked through. */
  readonly through: string;
  readonly list: List<T>;
  readonly view: ListView;
  readonly rowOf: (item: T) => Row;
  /** A sentence for where there is none at all. */
  readonly empty: ReactNode;
}

export function InnerList<T>({ one, what, through, list, view, rowOf, empty }: InnerListProps<T>) {
  const { page, error } = list;
  if (page === undefined)
    return error === undefined ? <Skeleton rows={5} /> : <ProblemNote error={error} onRetry={list.again} />;
  const long = view.narrowed || page.total > PER_INNER_PAGE;
  return (
    <div className={css['list']} aria-busy={list.waiting}>
      {long && <ListTools what={what} through={through} view={view} />}
      <Rows rows={page.items.map(rowOf)} empty={view.narrowed ? <NothingFound what={what} view={view} /> : empty} />
      {long && <Pager list={list} one={one} what={what} />}
    </div>
  );
}

function NothingFound({ what, view }: { readonly what: string; readonly view: ListView }) {
  return (
    <>
      No {what} match.{' '}
      <Button size="xs" variant="subtle" onClick={view.showAll}>
        Show all
      </Button>
    </>
  );
}
