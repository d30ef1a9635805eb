/** What would be here, and the first step to have it. */
import type { ReactNode } from 'react';
import css from './empty.module.css';

interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

export function Empty({ title, children, action }: EmptyProps) {
  return (
    <div className={css['empty']}>
      <strong>{title}</strong>
      <p>{children}</p>
      {action}
    </div>
  );
}
