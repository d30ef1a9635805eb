/** Where in the list one is, how many there are, and the ways to the pages beside. */
import { Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { whole } from '../words/count.ts';
import css from './pager.module.css';
import type { List } from './use-list.ts';

interface PagerProps<T> {
  readonly list: List<T>;
  /** What one of it is called, and many. */
  readonly one: string;
  readonly what: string;
}

export function Pager<T>({ list, one, what }: PagerProps<T>) {
  const { page, before, onPrevious, onNext } = list;
  if (page === undefined) return null;
  const alone = onPrevious === undefined && onNext === undefined;
  const range = alone
    ? whole(page.total)
    : `${whole(before + 1)} – ${whole(before + page.items.length)} of ${whole(page.total)}`;
  return (
    <nav className={css['pager']} aria-label={`Pages of ${what}`}>
      <output>
        {range} {page.total === 1 ? one : what}
      </output>
      {!alone && (
        <div className={css['ways']}>
          <Button size="xs" leftSection={<IconChevronLeft size={16} />} disabled={!onPrevious} onClick={onPrevious}>
            Previous
          </Button>
          <Button size="xs" rightSection={<IconChevronRight size={16} />} disabled={!onNext} onClick={onNext}>
            Next
          </Button>
        </div>
      )}
    </nav>
  );
}
