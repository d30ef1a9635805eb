/** A few audit events as sentences. */
import { IconBan, IconPointFilled } from '@tabler/icons-react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Moment } from '../../components/moment.tsx';
import css from './event-lines.module.css';
import { wayOut } from './way-out.ts';

export type AuditEvent = Answered<'readAuditEvent'>;
/** Written down, or counted and about to be. */
type TellableEvent = Answered<'listCountedEvents'>['items'][number];

/** The way to where it is mended, if there is one. */
export function EventWayOut({ event }: { readonly event: TellableEvent }) {
  const way = wayOut(event);
  return way === undefined ? null : <Link href={way.href}>{way.word}</Link>;
}

interface EventLinesProps {
  readonly events: readonly TellableEvent[];
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
            {event.sentence} <EventWayOut event={event} />
          </span>
          <span className={css['when']}>
            <Moment at={event.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
