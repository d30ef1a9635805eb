/** Whether the live flows are watched, and whether all of them, in words. */
import { type State, StateWord } from '../components/state-word.tsx';
import css from './stream-state.module.css';
import type { StreamState } from './trace-watch.ts';
import type { TraceStream } from './use-trace-stream.ts';

const WORDS: Readonly<Record<StreamState, readonly [state: State, words: string]>> = {
  opening: ['waiting', 'Opening'],
  watching: ['good', 'Watching: what happens now appears by itself'],
  interrupted: ['attention', 'Interrupted: goes on where it was cut'],
  waiting: [
    'attention',
    'Not watching just now: as many as may are watching, or Lanyard is busy. Tries again by itself',
  ],
};

export function StreamStateWords({ state, missing }: TraceStream) {
  const [kind, words] = WORDS[state];
  return (
    <output className={css['state']}>
      <StateWord state={kind}>{words}</StateWord>
      {missing && <StateWord state="attention">Some messages are missing: too many at once</StateWord>}
    </output>
  );
}
