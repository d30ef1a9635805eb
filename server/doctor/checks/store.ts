/** The records: every file read as a start would read it, and what the start would say. */
import { everyRecord } from '../../directory/every-record.ts';
import type { CollectionName, Records } from '../../storage/collections.ts';
import type { Contents } from '../../storage/file/inspect.ts';
import type { Collections } from '../../storage/store.ts';
import { sourceInWords } from '../found-in-words.ts';
import { countInWords } from '../in-words.ts';
import type { Check, Examined, Finding } from './check.ts';

export const store: Check = {
  name: 'store',
  async run({ store: inspected, now }) {
    const { contents } = inspected;
    return [...(await judge(contents, inspected, now)), ...judgeForeign(inspected)];
  },
};

async function judge(contents: Contents, inspected: Inspected, now: number): Promise<readonly Finding[]> {
  switch (contents.kind) {
    case 'none':
      return [{ level: 'ok', found: 'Nothing is stored yet.' }];
    case 'refused':
      return [{ level: 'problem', found: contents.error.message }];
    case 'unreadable':
      return [
        {
          level: 'problem',
          found: `The store can’t be read: ${contents.reason}.`,
          advice: 'Run the doctor as the account that runs Lanyard.',
        },
      ];
    case 'moving':
      return [
        {
          level: 'warning',
          found: 'The running Lanyard wrote so much that no reading came to its end.',
          advice: 'Ask again when there is less to do.',
        },
      ];
    case 'whole':
      return judgeWhole(contents, inspected, now);
    default:
      return contents satisfies never;
  }
}

async function judgeWhole(
  { found, records, reserve }: Extract<Contents, { kind: 'whole' }>,
  { holder }: Inspected,
  now: number,
): Promise<readonly Finding[]> {
  const spare = reserve.kind === 'whole' ? ' The snapshot before it is kept, and whole too.' : '';
  const findings: Finding[] = [
    {
      level: 'ok',
      found: `${await countsInWords(records)}. Read whole from ${sourceInWords(found, now)}.${spare}`,
    },
  ];
  if (found.passedOver !== undefined) {
    const { file = 'the newest snapshot', offset = 0 } = found.passedOver.detail;
    findings.push({
      level: 'warning',
      found: `${file} is damaged (at byte ${offset}); the snapshot before it and its journals hold everything, and are used instead.`,
      advice:
        'Nothing is lost, and the next start writes a new snapshot. Make a backup and look after the disk: files don’t change by themselves.',
    });
  }
  if (reserve.kind === 'damaged') {
    findings.push({
      level: 'warning',
      found: `What is kept in reserve can’t be used: ${reserve.error.message}`,
      advice: 'The newest snapshot is whole, so nothing is lost. Make a backup and look after the disk.',
    });
  }
  // Beside a running server that is the write that is just being done.
  if (found.torn_bytes > 0 && holder.kind !== 'running') {
    findings.push({
      level: 'ok',
      found: `The last write was cut short (${countInWords(found.torn_bytes, 'byte', 'bytes')}); unless the disk is at fault, nobody had been answered, and the next start drops it.`,
    });
  }
  if (found.outdated && found.passedOver === undefined) {
    findings.push({
      level: 'ok',
      found: `An older Lanyard wrote it (schema ${found.schema}); the next start brings it up to date.`,
    });
  }
  return findings;
}

async function countsInWords(records: Collections): Promise<string> {
  const people = await count(records, 'users');
  const groups = await count(records, 'groups');
  const applications = await count(records, 'applications');
  const sessions = await count(records, 'sessions', (session) => session.ended_at === undefined);
  const access = await count(records, 'access_tokens');
  const refresh = await count(records, 'refresh_tokens', (token) => token.consumed_at === undefined);
  return [
    countInWords(people, 'person', 'people'),
    countInWords(groups, 'group', 'groups'),
    countInWords(applications, 'application', 'applications'),
    countInWords(sessions, 'session', 'sessions'),
    countInWords(access + refresh, 'live token', 'live tokens'),
  ].join(', ');
}

async function count<N extends CollectionName>(
  records: Collections,
  name: N,
  counts: (record: Records[N]) => boolean = () => true,
): Promise<number> {
  let total = 0;
  for await (const record of everyRecord(records.collection(name))) if (counts(record)) total += 1;
  return total;
}

function judgeForeign({ files, directory }: Inspected): readonly Finding[] {
  const foreign = files.filter(({ ours }) => !ours).map(({ name }) => name);
  if (foreign.length === 0) return [];
  return [
    {
      level: 'warning',
      found: `${directory} holds what Lanyard did not put there: ${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ' …' : ''}.`,
      advice: 'Move it somewhere else; Lanyard leaves it alone, but a restored backup would not have it.',
    },
  ];
}

type Inspected = Examined['store'];
