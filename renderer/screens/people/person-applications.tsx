/** What a person allowed: application by application, and the way to take it back for them. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { counted } from '../../words/count.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import type { Person } from './person-state.tsx';

export function PersonApplications({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const view = useListView({ prefix: 'allowed.', sort: '-used_at' });
  const list = useList('listUserApplications', view, (query) => ({ path, query }), PER_INNER_PAGE);
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();

  const askWithdraw = (application_id: string, application: string) =>
    setLoss({
      title: `Withdraw what ${person.name} allowed ${application}?`,
      verb: 'Withdraw',
      what: (
        <p>
          All that {application} holds of {person.name} ends, on every device, with their app passwords for it, and it
          is told where it has an address for that. When they open it again, they are asked again, unless it is set to
          ask nobody.
        </p>
      ),
      act: async () => {
        await send('withdrawUserApplication', { path: { ...path, application_id } });
        notify(`Withdrew what ${person.name} had allowed ${application}.`);
      },
    });

  return (
    <Section
      title="What applications may do in their name"
      sentence="What they allowed, and what applications got without asking them: for a token of another application, or on another server’s word. On their own page, /account/, they see by which way, and can withdraw it."
    >
      <InnerList
        one="application"
        what="applications"
        through="application or scope"
        list={list}
        view={view}
        empty="They have allowed no application anything."
        rowOf={(held) => ({
          key: held.id,
          title: <Link href={`/applications/${held.id}`}>{held.client_name}</Link>,
          detail: (
            <>
              <code>{held.scope.join(' ') || 'no scope'}</code>
              <br />
              since <Moment at={held.since} />, last used <Moment at={held.used_at} />,{' '}
              {held.sign_ins === 0 ? 'remembered, and not in use' : counted(held.sign_ins, 'sign-in')}
            </>
          ),
          action: (
            <Button
              size="xs"
              color="danger"
              aria-label={`Withdraw what they allowed ${held.client_name}`}
              onClick={() => askWithdraw(held.id, held.client_name)}
            >
              Withdraw
            </Button>
          ),
        })}
      />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
