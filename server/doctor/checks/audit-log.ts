/** The audit log's chain, from its first entry to its last. */
import { verifyAuditChain } from '../../audit/chain.ts';
import { everyRecord } from '../../directory/every-record.ts';
import type { AuditEvent } from '../../storage/records/flow.ts';
import { countInWords, momentInWords } from '../in-words.ts';
import { withRecords } from '../with-records.ts';
import type { Check } from './check.ts';

export const auditLog: Check = {
  name: 'audit log',
  run: ({ store }) =>
    withRecords(store, async (records) => {
      const events: AuditEvent[] = [];
      for await (const event of everyRecord(records.collection('audit_events'))) events.push(event);
      const verdict = verifyAuditChain(events, await records.collection('counters').get('audit'));
      if (verdict.kind === 'broken') {
        return [
          {
            level: 'problem',
            found: `The audit log is broken at entry ${verdict.id}: ${verdict.reason}.`,
            advice:
              'Somebody changed the files, or they were put together from two backups. Keep a copy of the data ' +
              'directory, compare it with your backups, and restore the newest one whose log is whole.',
          },
        ];
      }
      const newest = events.at(-1);
      const until = newest === undefined ? '' : `, the newest of ${momentInWords(newest.at)}`;
      return [
        {
          level: 'ok',
          found: `${countInWords(verdict.events, 'entry', 'entries')}${until}; none is missing or was changed.`,
        },
      ];
    }),
};
