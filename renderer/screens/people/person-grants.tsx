/** What applications hold of a person. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { type PageQuery, useList } from '../../lists/use-list.ts';
import { GrantDetail } from '../applications/grant-detail.tsx';
import { EndedSwitch } from '../applications/ended-switch.tsx';
import { GrantEnds } from '../applications/grant-ends.tsx';
import { onlyEnded } from '../applications/only-ended.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import { WhichEnding } from '../which-ending.tsx';
import type { Person } from './person-state.tsx';

type Grant = Answered<'listUserGrants'>['items'][number];

/** In the order of how far they reach. */
const WAYS = [
  ['End', 'The tokens of that one sign-in. They can open the application again, mostly without being asked.'],
  [
    'Withdraw, above',
    'All that the application holds of them, on every device, and what they allowed: they are asked again.',
  ],
  [
    'Sign out',
    'One browser of theirs. What applications got by it ends, but for those that may act while they are away.',
  ],
  [
    'Disable, below',
    'They are signed out everywhere, and all that applications hold of them ends. Enabled, they can sign in again.',
  ],
  ['Remove, below', 'For good: the person is gone, with all that is held of them.'],
] as const;

export function PersonGrants({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const view = useListView({ prefix: 'grants.', sort: '-created_at' });
  const [ended, setEnded] = useState(false);
  const asked = (query: PageQuery) => ({ path, query: { ...query, ...onlyEnded(ended) } });
  const list = useList('listUserGrants', view, asked, PER_INNER_PAGE);
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();

  const askEnd = (grant: Grant) => {
    const { id: grant_id, client_name } = grant;
    setLoss({
      title: `End what ${client_name} holds of ${person.name}?`,
      verb: 'End it',
      what: <GrantEnds application={client_name} person={person.name} grant={grant} />,
      act: async () => {
        await send('revokeUserGrant', { path: { ...path, grant_id } });
        notify(`Ended what ${client_name} held of ${person.name}.`);
      },
    });
  };

  return (
    <Section
      title="What applications hold"
      sentence="Each application that they signed in to may read what its scopes say, until it ends."
      actions={<EndedSwitch ended={ended} onChange={setEnded} />}
    >
      <InnerList
        one="sign-in"
        what="sign-ins"
        through="application or scope"
        list={list}
        view={view}
        empty={ended ? 'Nothing that has ended is remembered.' : 'No application holds anything of them.'}
        rowOf={(grant) => ({
          key: grant.id,
          title: <Link href={`/applications?q=${encodeURIComponent(grant.client_id)}`}>{grant.client_name}</Link>,
          detail: <GrantDetail grant={grant} />,
          action: !ended && (
            <Button
              size="xs"
              color="danger"
              aria-label={`End what ${grant.client_name} holds`}
              onClick={() => askEnd(grant)}
            >
              End
            </Button>
          ),
        })}
      />
      <WhichEnding ways={WAYS} />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
