/** One part of a screen: its title, a sentence where it needs one, what can be done with it, and what it holds. */
import { type ReactNode, useId } from 'react';
import css from './section.module.css';

interface SectionProps {
  readonly title: string;
  readonly sentence?: ReactNode;
  readonly actions?: ReactNode;
  /** The part where things end. */
  readonly danger?: boolean;
  readonly children?: ReactNode;
}

export function Section({ title, sentence, actions, danger = false, children }: SectionProps) {
  const id = useId();
  return (
    <section className={css['section']} data-danger={danger} aria-labelledby={id}>
      <div className={css['head']}>
        <div>
          <h2 id={id}>{title}</h2>
          {sentence !== undefined && <p className={css['sentence']}>{sentence}</p>}
        </div>
        {actions !== undefined && <div className={css['actions']}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
