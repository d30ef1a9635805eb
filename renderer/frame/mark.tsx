/** The mark; its cord turns into the rule across the page. Decoration, so unlabelled. */
import { BADGE, CORD_TURNING } from '../../server/contract/mark.ts';
import css from './mark.module.css';

export function Mark() {
  return (
    <svg className={css['mark']} viewBox="0 0 64 88" width="64" height="88" aria-hidden="true" focusable="false">
      <path className={css['badge']} d={BADGE} />
      <path className={css['cord']} d={CORD_TURNING} />
    </svg>
  );
}
