/** The last sign-ins to an application, those that were refused among them. It follows what happens. */
import { Link } from 'wouter';
import type { AuditType } from '../../../server/contract/admin/audit-types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/section.tsx';
import { EventLines } from '../audit/event-lines.tsx';
import { JustRefused } from '../audit/just-refused.tsx';
import type { Application } from './application-answer.ts';

const SHOWN = '6';
const EVERY_MS = 5_000;
const SIGN_INS = [
  'user.signed_in',
  'user.sign_in_refused',
  'sign_in.turned_away',
  'consent.refused',
  'grant.created',
  'authorization.refused',
  'authorization.turned_away',
  'client.turned_away',
  'token.turned_away',
] as const satisfies readonly AuditType[];

export function ApplicationEvents({ application: { client_id } }: { readonly application: Application }) {
  const answer = useAnswer(
    'listAuditEvents',
    { query: { target: client_id, type: SIGN_INS.join(','), limit: SHOWN } },
    { refetchEvery_ms: EVERY_MS },
  );
  return (
    <Section
      title="Last sign-ins"
      sentence={
        <>
          Of a refused request for tokens only the kind is kept. To read why, open <Link href="/flows">Live flows</Link>{' '}
          and let the application ask again.
        </>
      }
      actions={<Link href={`/audit?target=${encodeURIComponent(client_id)}`}>All that happened to it</Link>}
    >
      <JustRefused target={client_id} />
      <Loaded answer={answer}>
        {({ value }) => (
          <EventLines events={value.items} empty="Nobody has signed in to it yet, and nobody was refused." />
        )}
      </Loaded>
    </Section>
  );
}
