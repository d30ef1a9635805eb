/** A state in one line, as an icon and a word, never as a colour alone. */
import type { ReactNode } from 'react';

interface StateLineProps {
  readonly state: 'good' | 'attention' | 'danger';
  readonly children: ReactNode;
}

const DRAWING: Readonly<Record<StateLineProps['state'], string>> = {
  good: 'm6.5 10.2 2.4 2.4 4.6-5',
  attention: 'M10 6v4.8M10 13.6v.1',
  danger: 'm7.2 7.2 5.6 5.6m0-5.6-5.6 5.6',
};

export function StateLine({ state, children }: StateLineProps) {
  return (
    <output className={`state state-${state}`}>
      <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <circle cx="10" cy="10" r="7.5" />
        <path d={DRAWING[state]} />
      </svg>
      {children}
    </output>
  );
}
