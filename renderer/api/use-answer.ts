/** An answer of the admin API as a component sees it: cached, shared, and asked for again when something has changed it. */
import { keepPreviousData, type QueryKey, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import type { Answered } from '../../server/contract/admin/types.ts';
import type { Answer, Given } from './client.ts';
import { usePanel } from './panel.tsx';

export interface AnswerOptions {
  readonly enabled?: boolean;
  readonly refetchEvery_ms?: number;
  /** Shows the answer to the question before until the new one is there. */
  readonly keepPrevious?: boolean;
}

export function useAnswer<N extends OperationName>(
  name: N,
  given: Given<N>,
  { enabled = true, refetchEvery_ms, keepPrevious = false }: AnswerOptions = {},
): UseQueryResult<Answer<Answered<N>>> {
  const { client } = usePanel();
  return useQuery({
    queryKey: keyOf(name, given),
    queryFn: ({ signal }) => client.call(name, { ...given, signal }),
    enabled,
    refetchInterval: refetchEvery_ms ?? false,
    ...(keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The tag comes first, so that all answers about one kind of thing can be forgotten together. */
export function keyOf<N extends OperationName>(name: N, given: Given<N>): QueryKey {
  return [OPERATIONS[name].tag, name, given];
}
