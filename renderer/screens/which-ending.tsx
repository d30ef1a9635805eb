/** Which of the ways to end something does what: they stand beside each other, and their names alone don't tell. */
import { useAnswer } from '../api/use-answer.ts';
import { durationOf, UNITS } from '../forms/duration.ts';
import css from './which-ending.module.css';

interface WhichEndingProps {
  /** Each with what it ends and what it leaves. */
  readonly ways: readonly (readonly [name: string, what: string])[];
}

export function WhichEnding({ ways }: WhichEndingProps) {
  const { data } = useAnswer('readSettings', {});
  return (
    <details className={css['endings']}>
      <summary>Which ending does what</summary>
      <dl>
        {ways.map(([name, what]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      {data !== undefined && (
        <p>
          Of what has ended Lanyard refuses the tokens at once. A program that checks a token by itself and never asks
          Lanyard goes on taking it until it runs out: {inWords(data.value.access_token_lifetime_s)} after it was made,
          at most.
        </p>
      )}
    </details>
  );
}

function inWords(seconds: number): string {
  const { text, unit } = durationOf(String(seconds));
  const label = UNITS.find(({ value }) => value === unit)?.label ?? 'seconds';
  return `${text} ${text === '1' ? label.slice(0, -1) : label}`;
}
