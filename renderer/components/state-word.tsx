/** A state as an icon and a word, never as a colour alone. */
import { IconAlertTriangle, IconCircleCheck, IconCircleMinus, IconClock, IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import css from './state-word.module.css';

export type State = 'good' | 'attention' | 'danger' | 'quiet' | 'waiting';

const ICONS = {
  good: IconCircleCheck,
  attention: IconAlertTriangle,
  danger: IconCircleX,
  quiet: IconCircleMinus,
  waiting: IconClock,
} as const satisfies Readonly<Record<State, unknown>>;

interface StateWordProps {
  readonly state: State;
  readonly children: ReactNode;
}

export function StateWord({ state, children }: StateWordProps) {
  const Icon = ICONS[state];
  return (
    <span className={css['state']} data-state={state}>
      <Icon size={18} stroke={1.8} aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}
