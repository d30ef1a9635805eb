/** A change by the admin API, after which everything that it touches is asked for again. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import type { Answered } from '../../server/contract/admin/types.ts';
import type { Answer, Given } from './client.ts';
import { usePanel } from './panel.tsx';
import { RequestRefused } from './problem.ts';
import { tagsTouchedBy } from './touches.ts';

export type Send = <N extends OperationName>(name: N, given: Given<N>) => Promise<Answer<Answered<N>>>;

/** The answer is not kept anywhere: it may hold a secret. */
export function useSend(): Send {
  const { client } = usePanel();
  const queries = useQueryClient();
  return useCallback(
    async (name, given) => {
      const askAgain = () => {
        for (const tag of tagsTouchedBy(OPERATIONS[name].tag)) void queries.invalidateQueries({ queryKey: [tag] });
      };
      try {
        const answer = await client.call(name, given);
        askAgain();
        return answer;
      } catch (error) {
        // Somebody else was quicker: what is shown is old.
        if (error instanceof RequestRefused && error.problem === 'stale') askAgain();
        throw error;
      }
    },
    [client, queries],
  );
}
