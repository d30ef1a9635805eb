/** What an application holds: of whom, for how long, and the way to end it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { type PageQuery, useList } from '../../lists/use-list.ts';
import { counted, listed } from '../../words/count.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import { WhichEnding } from '../which-ending.tsx';
import type { Application } from './application-answer.ts';
import { EndedSwitch } from './ended-switch.tsx';
import { GrantDetail } from './grant-detail.tsx';
import { GrantEnds } from './grant-ends.tsx';
import { onlyEnded } from './only-ended.ts';

type Grant = Answered<'listApplicationGrants'>['items'][number];

/** In the order of how far they reach. */
const WAYS = [
  ['End', 'The tokens of that one sign-in. The person can open it again, mostly without being asked.'],
  [
    'Withdraw, on a person’s own screen',
    'All that it holds of that person, and what they allowed: they are asked again.',
  ],
  ['End everything', 'The tokens of all sign-ins, and its own. Whoever opens it again gets in as before.'],
  ['Disable, below', 'It is refused everything until you enable it again. Nothing of it is lost.'],
  ['Remove, below', 'It is refused everything for good: its settings and its secret are gone.'],
] as const;

export function ApplicationGrants({ application }: { readonly application: Application }) {
  const { id, client_id, client_name, access_token_format } = application;
  const path = { id };
  const view = useListView({ prefix: 'grants.', sort: '-created_at' });
  const [ended, setEnded] = useState(false);
  const asked = (query: PageQuery) => ({ path, query: { ...query, ...onlyEnded(ended) } });
  const list = useList('listApplicationGrants', view, asked, PER_INNER_PAGE);
  // How much there is stays told while the list is searched.
  const { data } = useAnswer('listApplicationGrants', { path, query: { limit: '1' } });
  const { total = 0, own_access_tokens = 0 } = data?.value ?? {};
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();

  const askAll = () =>
    setLoss({
      title: `End everything that ${client_name} holds?`,
      verb: 'End everything',
      typed: client_id,
      what: (
        <>
          <p>All its tokens stop working at once: those that it has for people, and those of its own.</p>
          <p>
            Whoever opens it again signs in anew; where their browser is still signed in here, without being asked. To
            keep everybody out, disable it.
          </p>
        </>
      ),
      act: async () => {
        const { value } = await send('revokeApplicationTokens', { path });
        notify(`Ended ${counted(value.grants, 'sign-in')} and ${counted(value.access_tokens, 'access token')}.`);
      },
    });
  const askOne = (grant: Grant) => {
    const { id: grant_id, username } = grant;
    setLoss({
      title: `End what ${client_name} holds of ${username}?`,
      verb: 'End it',
      what: <GrantEnds application={client_name} person={username} grant={grant} />,
      act: async () => {
        await send('revokeApplicationGrant', { path: { id, grant_id } });
        notify(`Ended what ${client_name} held of ${username}.`);
      },
    });
  };

  return (
    <Section
      title={titleOf(total, own_access_tokens)}
      sentence={
        access_token_format === 'jwt'
          ? 'Of its access tokens (JWTs) Lanyard keeps no list. It knows when the last one can have been made, and so until when one may work.'
          : undefined
      }
      actions={
        <>
          <EndedSwitch ended={ended} onChange={setEnded} />
          {total + own_access_tokens > 0 && (
            <Button color="danger" onClick={askAll}>
              End everything
            </Button>
          )}
        </>
      }
    >
      <InnerList
        one="sign-in"
        what="sign-ins"
        through="person or scope"
        list={list}
        view={view}
        empty={
          ended
            ? 'Nothing that has ended is remembered.'
            : 'Once somebody signs in, what the application may read of them stands here.'
        }
        rowOf={(grant) => ({
          key: grant.id,
          title: <Link href={`/people/${grant.user_id}`}>{grant.username}</Link>,
          detail: <GrantDetail grant={grant} />,
          action: !ended && (
            <Button
              size="xs"
              color="danger"
              aria-label={`End what it holds of ${grant.username}`}
              onClick={() => askOne(grant)}
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

/** A person who signed in twice is held twice. */
function titleOf(grants: number, own: number): string {
  const parts = [
    ...(grants === 0 ? [] : [counted(grants, 'sign-in')]),
    ...(own === 0 ? [] : [`${counted(own, 'access token')} of its own`]),
  ];
  return parts.length === 0 ? 'It holds nothing of anybody' : `It holds ${listed(parts)}`;
}
