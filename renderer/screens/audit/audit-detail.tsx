/** What one event is made from: who, whom, from where, what was before and after, and its place in the chain. */
import type { ReactNode } from 'react';
import type { Json } from '../../../server/spec/vocabulary.ts';
import { Facts } from '../../components/facts.tsx';
import { shownValue } from '../../words/shown-value.ts';
import { exactTime } from '../../words/time.ts';
import css from './audit-detail.module.css';
import { changesOf } from './changes.ts';
import { type AuditEvent, EventWayOut } from './event-lines.tsx';

export function AuditDetail({ event }: { readonly event: AuditEvent }) {
  const { changes, rest } = changesOf(event.detail);
  const facts: { readonly what: string; readonly value: ReactNode }[] = [
    { what: 'When', value: exactTime(event.at) },
    { what: 'Done by', value: named(event.actor_name, event.actor) },
    { what: 'Done to', value: named(event.target_name, event.target) },
    { what: 'From', value: <From event={event} /> },
    { what: 'Kind', value: <code>{event.type}</code> },
    ...rest
      .filter(([what]) => what !== 'addresses')
      .map(([name, value]) => ({ what: plainName(name), value: shownMember(name, value) })),
    { what: 'Hash', value: <code>{event.hash}</code> },
    { what: 'Hash before', value: <code>{event.previous_hash}</code> },
  ];
  return (
    <div className={css['detail']}>
      <EventWayOut event={event} />
      {changes.length > 0 && (
        <table className={css['changes']}>
          <thead>
            <tr>
              <th scope="col">Field</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ field, before, after }) => (
              <tr key={field}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td data-title="Before">{shownMember(field, before)}</td>
                <td data-title="After">{shownMember(field, after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Facts facts={facts} />
    </div>
  );
}

/** Who acts without the network: the commands, and what Lanyard does by itself. */
const OFF_THE_NETWORK: ReadonlySet<string> = new Set(['operator', 'lanyard']);

function From({ event: { addresses, actor } }: { readonly event: AuditEvent }) {
  if (addresses.length > 0) return <code>{addresses.join(', ')}</code>;
  return OFF_THE_NETWORK.has(actor) ? 'Not over the network' : '—';
}

/** “previous_expires_at” as “Previous expires at”. */
function plainName(name: string): string {
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Moments have such names everywhere; they are seconds since 1970. */
function shownMember(name: string, value: Json | undefined): string {
  const isMoment = typeof value === 'number' && (name === 'since' || name.endsWith('_at'));
  return isMoment ? exactTime(value) : shownValue(value);
}

function named(name: string, id: string): ReactNode {
  if (name === '' && id === '') return '—';
  if (name === id || id === '') return name;
  return (
    <>
      {name} <code className={css['id']}>{id}</code>
    </>
  );
}
