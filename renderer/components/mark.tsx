/** The mark at the head of the panel; its cord turns into the rule across the page. Decoration, so unlabelled. */
import { BADGE, CORD_TURNING } from '../../server/contract/mark.ts';

export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 64 88" width="64" height="88" aria-hidden="true" focusable="false">
      <path className="mark-badge" d={BADGE} />
      <path className="mark-cord" d={CORD_TURNING} />
    </svg>
  );
}
