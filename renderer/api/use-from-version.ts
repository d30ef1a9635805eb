/**
 * Changes a resource from the version that the person has seen, where no form stands between (switching off, removing,
 * setting one thing). Where somebody else was quicker, what they changed is said and nothing is sent; the next try goes
 * from what is there then. Where nothing differs that anybody could see, it goes on by itself.
 *
 *     const from = useFromVersion(loaded, () => client.call('readUser', { path }));
 *     const turn = () => task.run(async () => {
 *       await from((ifMatch) => send('changeUser', { path, body, ifMatch }));
 *     });
 *     {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void turn()} />}
 */
import { useCallback, useEffect, useRef } from 'react';
import { ChangedMeanwhile, changesBetween } from './changed-meanwhile.ts';
import type { Answer } from './client.ts';
import { RequestRefused } from './problem.ts';

/** `work` answers the resource as it is afterwards, or that it is gone. Throws ChangedMeanwhile, and whatever `work` throws. */
export type FromVersion<V> = (
  work: (version: string | undefined) => Promise<Answer<V> | Answer<undefined>>,
) => Promise<void>;

export function useFromVersion<V extends object>(loaded: Answer<V>, read: () => Promise<Answer<V>>): FromVersion<V> {
  // What the person has seen, or has made of it.
  const known = useRef(loaded);
  const reading = useRef(read);
  useEffect(() => {
    known.current = loaded;
  }, [loaded]);
  useEffect(() => {
    reading.current = read;
  });

  return useCallback(async (work) => {
    const attempt = async () => {
      const { value, etag } = await work(known.current.etag);
      if (value !== undefined) known.current = { value, etag };
    };
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RequestRefused && error.problem === 'stale')) throw error;
    }
    const before = known.current;
    known.current = await reading.current();
    const changes = changesBetween(before.value, known.current.value);
    if (changes.length > 0) throw new ChangedMeanwhile(changes);
    await attempt();
  }, []);
}
