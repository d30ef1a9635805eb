/** Whether the live flows are watched, as a word. */
import { StateWord } from '../components/state-word.tsx';
import type { StreamState } from './use-trace-stream.ts';

export function StreamStateWord({ state }: { readonly state: StreamState }) {
  switch (state) {
    case 'opening':
      return <StateWord state="waiting">Opening</StateWord>;
    case 'watching':
      return <StateWord state="good">Watching: what happens now appears by itself</StateWord>;
    case 'interrupted':
      return <StateWord state="attention">Interrupted: goes on where it was cut</StateWord>;
    case 'closed':
      return <StateWord state="attention">Not watching: too many watch already, or you were signed out</StateWord>;
    default:
      return state satisfies never;
  }
}
