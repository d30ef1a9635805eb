/** What needs the admin, each with the way to where it is mended. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { shell } from '../../api/shell.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { StateWord } from '../../components/state-word.tsx';
import css from './attention.module.css';

/** Here, by a button. */
const IN_PLACE = 'in place';

type Concern = Answered<'readStatus'>['attention'][number];

interface Way {
  readonly href: string;
  readonly word: string;
}

/** Where it is mended. Undefined where that is outside of the panel: the server's log says more. */
const WAYS: Readonly<Record<Concern['code'], Way | typeof IN_PLACE | undefined>> = {
  store_not_writable: undefined,
  audit_chain_broken: { href: '/audit', word: 'See the audit log' },
  issuer_changed: IN_PLACE,
  unencrypted: { href: '/settings', word: 'See the address' },
  certificate_expiring: { href: '/settings', word: 'See the address' },
  rotation_impossible: { href: '/keys', word: 'Make the next key' },
  only_admin: { href: '/people#admin', word: 'Make somebody else an admin' },
  applications_waiting: { href: '/applications?awaits_approval=true', word: 'Look at them' },
  owner_away: { href: '/applications', word: 'See the applications' },
  shared_host: { href: '/settings', word: 'See the address' },
  mail_waiting: { href: '/outbox', word: 'Open the Outbox' },
  sign_outs_untold: { href: '/applications', word: 'See the applications' },
  start_again: { href: '/settings#dialect_listeners', word: 'See the addresses' },
  address_closed: { href: '/settings#dialect_listeners', word: 'Choose another' },
  panel_on_network: { href: '/settings', word: 'Choose from where it answers' },
};

export function Attention({ concerns }: { readonly concerns: readonly Concern[] }) {
  return (
    <section className={css['attention']} aria-label="What needs you">
      <ul>
        {concerns.map(({ code, text }) => (
          <li key={code} className={css['concern']}>
            <StateWord state="attention">
              {text}
              <code className={css['code']}>{code}</code>
            </StateWord>
            <span className={css['way']}>
              <WayThere way={WAYS[code]} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WayThere({ way }: { readonly way: Way | typeof IN_PLACE | undefined }) {
  if (way === IN_PLACE) return <AcceptIssuer />;
  if (way !== undefined) return <Link href={way.href}>{way.word}</Link>;
  const desktop = shell();
  if (desktop === undefined) return null;
  return (
    <Button size="xs" onClick={() => void desktop.showLog()}>
      Show the log
    </Button>
  );
}

function AcceptIssuer() {
  const send = useSend();
  const task = useTask();
  const accept = () =>
    task.run(async () => {
      await send('acceptIssuer', {});
      notify('Every application knows the new address.');
    });
  return (
    <>
      <Button size="xs" loading={task.running} onClick={() => void accept()}>
        Every application has the new address
      </Button>
      {task.error !== undefined && <ProblemNote error={task.error} />}
    </>
  );
}
