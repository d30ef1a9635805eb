/** A list of the admin API, page by page: the next page is fetched while this one is looked at. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { OperationName } from '../../server/contract/admin/operations.ts';
import type { Answered } from '../../server/contract/admin/types.ts';
import type { Given } from '../api/client.ts';
import { usePanel } from '../api/panel.tsx';
import { ConnectionLost } from '../api/problem.ts';
import { keyOf, useAnswer } from '../api/use-answer.ts';
import type { ListView } from './use-list-view.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
  readonly total: number;
}

/** The operations that answer a page. */
export type ListName = {
  [N in OperationName]: Answered<N> extends Page<unknown> ? N : never;
}[OperationName];

export type ItemOf<N extends ListName> = Answered<N> extends Page<infer T> ? T : never;

/** The part of the query that is the same for every list. Numbers go as text. */
export type PageQuery = {
  readonly limit: string;
  readonly cursor?: string;
  readonly q?: string;
  readonly sort?: string;
};

export interface List<T> {
  /** Undefined until the first page is there. */
  readonly page: Page<T> | undefined;
  /** How many stand on the pages before. */
  readonly before: number;
  /** The page that is shown is not yet the one that was asked for. */
  readonly waiting: boolean;
  readonly error: Error | undefined;
  readonly again: () => void;
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

const PER_PAGE = 50;

/** `ask` makes the whole request from the part that pages. */
export function useList<N extends ListName>(
  name: N,
  view: ListView,
  ask: (page: PageQuery) => Given<N>,
  perPage = PER_PAGE,
): List<ItemOf<N>> {
  const { client } = usePanel();
  const queries = useQueryClient();
  const [place, setPlace] = useState<Place>({ of: view.key, cursors: [] });
  const cursors = place.of === view.key ? place.cursors : [];
  const given = (cursor: string | undefined) => ask(pageQuery(view, cursor, perPage));

  const answer = useAnswer(name, given(cursors.at(-1)), { keepPrevious: true });
  const page = answer.data?.value as Page<ItemOf<N>> | undefined;
  const emptied = page?.items.length === 0;
  // The last of this page were removed: those before are still there.
  if (emptied && cursors.length > 0 && !answer.isPlaceholderData) {
    setPlace({ of: view.key, cursors: cursors.slice(0, -1) });
  }
  const next = answer.isPlaceholderData ? undefined : (page?.next ?? undefined);

  useEffect(() => {
    if (next === undefined) return;
    const coming = given(next);
    void queries.prefetchQuery({
      queryKey: keyOf(name, coming),
      queryFn: ({ signal }) => client.call(name, { ...coming, signal }),
    });
    // The request follows from the view and the cursor.
    // eslint-disable-next-line react/exhaustive-deps
  }, [next, view.key]);

  return {
    // Until the page before is there again, an emptied one is none.
    page: emptied && page.total > 0 ? undefined : page,
    before: cursors.length * perPage,
    waiting: answer.isPlaceholderData || answer.isPending,
    // While nothing answers, the banner says so.
    error: answer.error === null || answer.error instanceof ConnectionLost ? undefined : answer.error,
    again: () => void answer.refetch(),
    onPrevious: cursors.length === 0 ? undefined : () => setPlace({ of: view.key, cursors: cursors.slice(0, -1) }),
    onNext: next === undefined ? undefined : () => setPlace({ of: view.key, cursors: [...cursors, next] }),
  };
}

interface Place {
  /** The view that the cursors belong to. */
  readonly of: string;
  /** Those of the pages after the first, up to the one that is shown. */
  readonly cursors: readonly string[];
}

function pageQuery({ q, sort }: ListView, cursor: string | undefined, perPage: number): PageQuery {
  return {
    limit: String(perPage),
    ...(cursor === undefined ? {} : { cursor }),
    ...(q === '' ? {} : { q }),
    ...(sort === undefined ? {} : { sort }),
  };
}
