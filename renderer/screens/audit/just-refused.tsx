/** Refusals of the last minute that are counted and not written yet, so that whoever tries something out sees it at once. */
import { useAnswer } from '../../api/use-answer.ts';
import { EventLines } from './event-lines.tsx';
import css from './just-refused.module.css';

const EVERY_MS = 2_000;

/** Of one application, or of all. Nothing where there was none. */
export function JustRefused({ target }: { readonly target?: string }) {
  const query = { outcome: 'refused', ...(target === undefined ? {} : { target }) } as const;
  const answer = useAnswer('listCountedEvents', { query }, { refetchEvery_ms: EVERY_MS });
  const events = answer.data?.value.items ?? [];
  return (
    <output className={css['just']} aria-label="Refused just now">
      {events.length > 0 && <EventLines events={events} empty="" />}
    </output>
  );
}
