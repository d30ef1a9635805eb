/** A few audit events as sentences. */
import { IconBan, IconPointFilled } from '@tabler/icons-react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Moment } from '../../components/moment.tsx';
import css from './event-lines.module.css';

export type AuditEvent = Answered<'readAuditEvent'>;

interface EventLinesProps {
  readonly events: readonly AuditEvent[];
  readonly empty: string;
}

export function EventLines({ events, empty }: EventLinesProps) {
  if (events.length === 0) return <p className={css['empty']}>{empty}</p>;
  return (
    <ul className={css['events']}>
      {events.map((event) => (
        <li key={event.id} data-outcome={event.outcome}>
          {event.outcome === 'refused' ? (
            <IconBan size={18} aria-hidden="true" />
          ) : (
            <IconPointFilled size={18} aria-hidden="true" />
          )}
          <span className={css['sentence']}>
            {event.outcome === 'refused' && <span className="visually-hidden">Refused: </span>}
            {event.sentence}
          </span>
          <span className={css['when']}>
            <Moment at={event.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
