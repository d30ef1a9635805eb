/** What an application holds: of whom, for how long, and the way to end it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { counted } from '../../words/count.ts';
import type { Application } from './application.tsx';
import { GrantDetail } from './grant-detail.tsx';

export function ApplicationGrants({ application }: { readonly application: Application }) {
  const { id, client_name } = application;
  const answer = useAnswer('listApplicationGrants', { path: { id }, query: { limit: '20' } });
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  const total = answer.data?.value.total ?? 0;

  const askAll = () =>
    setLoss({
      title: `End everything that ${client_name} holds?`,
      verb: 'End everything',
      typed: application.client_id,
      what: (
        <p>
          All its tokens stop working, those that it holds of {counted(total, 'person', 'people')} and its own.
          Everybody signs in to it anew.
        </p>
      ),
      act: async () => {
        const { value } = await send('revokeApplicationTokens', { path: { id } });
        notify(`Ended ${counted(value.grants, 'sign-in')} and ${counted(value.access_tokens, 'access token')}.`);
      },
    });
  const askOne = (grant_id: string, username: string) =>
    setLoss({
      title: `End what ${client_name} holds of ${username}?`,
      verb: 'End it',
      what: <p>It can’t act for {username} any more, and asks for a sign-in the next time.</p>,
      act: async () => {
        await send('revokeApplicationGrant', { path: { id, grant_id } });
        notify(`${client_name} holds nothing of ${username} any more.`);
      },
    });

  return (
    <Section
      title={
        total === 0 ? 'It holds nothing of anybody' : `It holds something of ${counted(total, 'person', 'people')}`
      }
      actions={
        <Button color="danger" onClick={askAll}>
          End everything
        </Button>
      }
    >
      <Loaded answer={answer}>
        {({ value }) => (
          <Rows
            empty="Once somebody signs in, what the application may read of them stands here."
            rows={value.items.map((grant) => ({
              key: grant.id,
              title: <Link href={`/people/${grant.user_id}`}>{grant.username}</Link>,
              detail: <GrantDetail grant={grant} />,
              action: (
                <Button
                  size="xs"
                  color="danger"
                  aria-label={`End what it holds of ${grant.username}`}
                  onClick={() => askOne(grant.id, grant.username)}
                >
                  End
                </Button>
              ),
            }))}
          />
        )}
      </Loaded>
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
