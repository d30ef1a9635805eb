/** The events, a sentence each; a sentence opens what it is made from, with before and after. */
import { IconBan, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Button } from '@mantine/core';
import { Empty } from '../../components/empty.tsx';
import { Moment } from '../../components/moment.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Pager } from '../../lists/pager.tsx';
import type { List } from '../../lists/use-list.ts';
import type { ListView } from '../../lists/use-list-view.ts';
import { AuditDetail } from './audit-detail.tsx';
import css from './audit-list.module.css';
import type { AuditEvent } from './event-lines.tsx';

interface AuditListProps {
  readonly list: List<AuditEvent>;
  readonly view: ListView;
  readonly empty: ReactNode;
}

export function AuditList({ list, view, empty }: AuditListProps) {
  const { page, error } = list;
  if (error !== undefined && page === undefined) return <ProblemNote error={error} onRetry={list.again} />;
  if (page === undefined) return <Skeleton rows={8} />;
  if (page.items.length === 0) return view.narrowed ? <NothingFound view={view} /> : empty;
  return (
    <div className={css['list']} aria-busy={list.waiting}>
      {error !== undefined && <ProblemNote error={error} onRetry={list.again} />}
      <ul className={css['events']} aria-label="events">
        {page.items.map((event) => (
          <li key={event.id}>
            <details className={css['event']}>
              <summary data-outcome={event.outcome}>
                <IconChevronRight size={18} aria-hidden="true" />
                <span className={css['sentence']}>
                  {event.outcome === 'refused' && (
                    <span className={css['refused']}>
                      <IconBan size={16} aria-hidden="true" /> Refused
                    </span>
                  )}
                  {event.sentence}
                </span>
                <span className={css['when']}>
                  <Moment at={event.at} />
                </span>
              </summary>
              <AuditDetail event={event} />
            </details>
          </li>
        ))}
      </ul>
      <Pager list={list} one="event" what="events" />
    </div>
  );
}

function NothingFound({ view }: { readonly view: ListView }) {
  return (
    <Empty title="No event fits" action={<Button onClick={view.showAll}>Show everything</Button>}>
      Nothing was recorded that matches the search and the filters.
    </Empty>
  );
}
