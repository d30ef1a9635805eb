/** How Lanyard is, in words; what needs the admin; who is signed in; and what happened last. */
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { LoopbackNote } from '../../components/loopback-note.tsx';
import { Moment } from '../../components/moment.tsx';
import { Rows } from '../../components/rows.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { counted, whole } from '../../words/count.ts';
import { EventLines } from '../audit/event-lines.tsx';
import { JustRefused } from '../audit/just-refused.tsx';
import { Attention } from './attention.tsx';
import css from './home.module.css';

type Status = Answered<'readStatus'>;

const EVERY_MS = 15_000;
/** The newest few, which cost nothing. */
const EVENTS_EVERY_MS = 3_000;

export default function Home() {
  const status = useAnswer('readStatus', {}, { refetchEvery_ms: EVERY_MS });
  const events = useAnswer('listAuditEvents', { query: { limit: '8' } }, { refetchEvery_ms: EVENTS_EVERY_MS });
  return (
    <Loaded answer={status}>
      {({ value }) => (
        <>
          <ScreenHead title={headlineOf(value)} sentence={<Running status={value} />} />
          {value.attention.length > 0 && <Attention concerns={value.attention} />}
          <Counts status={value} />
          <div className={css['columns']}>
            <Section title="What happened last" actions={<Link href="/audit">All events</Link>}>
              <JustRefused />
              <Loaded answer={events}>
                {(answer) => (
                  <EventLines
                    events={answer.value.items}
                    empty="Every sign-in, refusal and change leaves a line here."
                  />
                )}
              </Loaded>
            </Section>
            <Online status={value} />
          </div>
          <Section
            title="The address for applications"
            sentence="They call it issuer or provider URL, and find the rest by themselves."
          >
            <Copyable text={value.issuer} what="the issuer" />
            <LoopbackNote address={value.issuer} />
          </Section>
        </>
      )}
    </Loaded>
  );
}

function headlineOf({ store, attention, counts }: Status): string {
  if (!store.writable) return 'Nobody can sign in: nothing can be written';
  if (attention.length > 0)
    return `${counted(attention.length, 'thing')} ${attention.length === 1 ? 'needs' : 'need'} you`;
  if (counts.applications === 0) return 'Lanyard is ready for its first application';
  return counts.users <= 1 ? 'Nobody but the admin can sign in yet' : 'Sign-ins work, and nothing needs you';
}

function Running({ status }: { readonly status: Status }) {
  return (
    <StateWord state={status.store.writable ? 'good' : 'danger'}>
      Started <Moment at={status.started_at} />, version {status.version}
    </StateWord>
  );
}

function Counts({ status: { counts } }: { readonly status: Status }) {
  const shown = [
    { href: '/people', number: counts.users, what: counts.users === 1 ? 'person' : 'people' },
    { href: '/groups', number: counts.groups, what: counts.groups === 1 ? 'group' : 'groups' },
    {
      href: '/applications',
      number: counts.applications,
      what: counts.applications === 1 ? 'application' : 'applications',
    },
    {
      href: '/service-accounts',
      number: counts.service_accounts,
      what: counts.service_accounts === 1 ? 'service account' : 'service accounts',
    },
  ];
  return (
    <ul className={css['counts']} aria-label="How much there is">
      {shown.map(({ href, number, what }) => (
        <li key={href}>
          <Link href={href}>
            <strong>{whole(number)}</strong> {what}
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Online({ status }: { readonly status: Status }) {
  const { online, people_online, counts } = status;
  const rest = online - people_online.length;
  return (
    <Section
      title={online === 0 ? 'Nobody is signed in' : `${counted(online, 'person', 'people')} signed in`}
      actions={<Link href="/sessions">{counted(counts.sessions, 'session')}</Link>}
    >
      <Rows
        empty="Whoever signs in to an application stands here."
        rows={people_online.map(({ user_id, name, username, since }) => ({
          key: user_id,
          title: <Link href={`/people/${user_id}`}>{name}</Link>,
          detail: (
            <>
              <code>{username}</code>, <Moment at={since} />
            </>
          ),
        }))}
      />
      {rest > 0 && (
        <p className={css['rest']}>
          <Link href="/sessions">And {whole(rest)} more</Link>
        </p>
      )}
    </Section>
  );
}
