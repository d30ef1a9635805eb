/** The last sign-ins to an application, and the last refusals. */
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/section.tsx';
import { EventLines } from '../audit/event-lines.tsx';
import type { Application } from './application.tsx';

export function ApplicationEvents({ application }: { readonly application: Application }) {
  const answer = useAnswer('listAuditEvents', { query: { target: application.client_id, limit: '6' } });
  return (
    <Section
      title="What happened lately"
      actions={<Link href={`/audit?target=${encodeURIComponent(application.client_id)}`}>All of it</Link>}
    >
      <Loaded answer={answer}>
        {({ value }) => (
          <EventLines events={value.items} empty="Nobody has signed in to it yet, and nobody was refused." />
        )}
      </Loaded>
    </Section>
  );
}
