/** What one event is made from: who, whom, from where, what was before and after, and its place in the chain. */
import type { ReactNode } from 'react';
import { Facts } from '../../components/facts.tsx';
import { exactTime } from '../../words/time.ts';
import css from './audit-detail.module.css';
import { changesOf, shownValue } from './changes.ts';
import type { AuditEvent } from './event-lines.tsx';

export function AuditDetail({ event }: { readonly event: AuditEvent }) {
  const { changes, rest } = changesOf(event.detail);
  const facts: { readonly what: string; readonly value: ReactNode }[] = [
    { what: 'When', value: exactTime(event.at) },
    { what: 'Done by', value: named(event.actor_name, event.actor) },
    { what: 'Done to', value: named(event.target_name, event.target) },
    { what: 'From', value: <code>{event.address === '' ? 'this computer' : event.address}</code> },
    { what: 'Kind', value: <code>{event.type}</code> },
    ...rest.map(([what, value]) => ({ what: what.replaceAll('_', ' '), value: shownValue(value) })),
    { what: 'Hash', value: <code>{event.hash}</code> },
    { what: 'Hash before', value: <code>{event.previous_hash}</code> },
  ];
  return (
    <div className={css['detail']}>
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
                <td data-title="Before">{shownValue(before)}</td>
                <td data-title="After">{shownValue(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Facts facts={facts} />
    </div>
  );
}

function named(name: string, id: string): ReactNode {
  if (name === id || id === '') return name;
  return (
    <>
      {name} <code className={css['id']}>{id}</code>
    </>
  );
}
