/** Where a key stands in its life, as a word, and what comes next. */
import { Moment } from '../../components/moment.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { SigningKey, Stage } from './timeline.ts';

const WORDS: Readonly<Record<Stage, string>> = { next: 'Next', active: 'Active', retired: 'Retired' };
const STATES = { next: 'waiting', active: 'good', retired: 'quiet' } as const;

export function KeyState({ signingKey }: { readonly signingKey: SigningKey }) {
  const { state } = signingKey;
  return (
    <StateWord state={STATES[state]}>
      {WORDS[state]}
      <Coming signingKey={signingKey} />
    </StateWord>
  );
}

function Coming({ signingKey }: { readonly signingKey: SigningKey }) {
  const { state, activates_at, retires_at, removed_at } = signingKey;
  if (state === 'next' && activates_at !== null) {
    return (
      <>
        {': takes over '}
        <Moment at={activates_at} />
      </>
    );
  }
  if (state === 'active' && retires_at !== null) {
    return (
      <>
        {signingKey.alg === 'ECDH-ES' ? ': in use until ' : ': stops signing '}
        <Moment at={retires_at} />
      </>
    );
  }
  if (state === 'retired' && removed_at !== null) {
    return (
      <>
        {': leaves '}
        <Moment at={removed_at} />
      </>
    );
  }
  return null;
}
