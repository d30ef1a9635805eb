/** What is asked for: a skeleton while it is on its way, the reason where it can't be had, and the thing once it is there. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ConnectionLost, RequestRefused } from '../api/problem.ts';
import { ProblemNote } from './problem-note.tsx';
import { Gone } from './gone.tsx';
import { Skeleton } from './skeleton.tsx';

interface LoadedProps<T> {
  readonly answer: UseQueryResult<T>;
  /** Where one goes if the thing is gone. */
  readonly up?: { readonly href: string; readonly title: string };
  readonly children: (value: T) => ReactNode;
}

export function Loaded<T>({ answer, up, children }: LoadedProps<T>) {
  const { data, error } = answer;
  if (error instanceof RequestRefused && error.problem === 'not_found' && up !== undefined) return <Gone up={up} />;
  if (data !== undefined) return children(data);
  // The banner says it, and it goes on by itself.
  if (error !== null && !(error instanceof ConnectionLost))
    return <ProblemNote error={error} onRetry={() => void answer.refetch()} />;
  return <Skeleton rows={5} />;
}
