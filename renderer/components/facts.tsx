/** Facts about one thing, as a list of what and which. */
import type { ReactNode } from 'react';
import css from './facts.module.css';

export interface Fact {
  readonly what: string;
  /** The name on the wire, where people may have to type it. */
  readonly wire?: string;
  readonly value: ReactNode;
}

export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={css['facts']}>
      {facts.map(({ what, wire, value }) => (
        <div key={what} className={css['fact']}>
          <dt>
            {what}
            {wire !== undefined && <code>{wire}</code>}
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
