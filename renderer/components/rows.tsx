/** A short list inside of a section: what each is, what is known of it, and what can be done with it. */
import type { ReactNode } from 'react';
import css from './rows.module.css';

export interface Row {
  readonly key: string;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly action?: ReactNode;
}

interface RowsProps {
  readonly rows: readonly Row[];
  /** A sentence for where there is none. */
  readonly empty: ReactNode;
}

export function Rows({ rows, empty }: RowsProps) {
  if (rows.length === 0) return <p className={css['empty']}>{empty}</p>;
  return (
    <ul className={css['rows']}>
      {rows.map(({ key, title, detail, action }) => (
        <li key={key} className={css['row']}>
          <div>
            <div className={css['title']}>{title}</div>
            {detail !== undefined && <div className={css['detail']}>{detail}</div>}
          </div>
          {action}
        </li>
      ))}
    </ul>
  );
}
