/** Something that a person started: whether it is under way, and why it did not work. */
import { useCallback, useState } from 'react';
import { GivenUp } from './problem.ts';

export interface Task {
  readonly running: boolean;
  readonly error: Error | undefined;
  /** Answers whether it worked. What is given up leaves no error. */
  run(work: () => Promise<void>): Promise<boolean>;
  forget(): void;
}

export function useTask(): Task {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const run = useCallback(async (work: () => Promise<void>) => {
    setRunning(true);
    setError(undefined);
    try {
      await work();
      return true;
    } catch (reason) {
      if (!(reason instanceof GivenUp)) setError(reason instanceof Error ? reason : new Error(String(reason)));
      return false;
    } finally {
      setRunning(false);
    }
  }, []);
  const forget = useCallback(() => setError(undefined), []);
  return { running, error, run, forget };
}
