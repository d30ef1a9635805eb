/** What applications hold of a person. */
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
import { GrantDetail } from '../applications/grant-detail.tsx';
import type { Person } from './person-state.tsx';

export function PersonGrants({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const answer = useAnswer('listUserGrants', { path, query: { limit: '50' } });
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  return (
    <Section
      title="What applications hold"
      sentence="Each application that they signed in to may read what its scopes say, until it ends."
    >
      <Loaded answer={answer}>
        {({ value }) => (
          <Rows
            empty="No application holds anything of them."
            rows={value.items.map((grant) => ({
              key: grant.id,
              title: <Link href={`/applications?q=${encodeURIComponent(grant.client_id)}`}>{grant.client_name}</Link>,
              detail: <GrantDetail grant={grant} />,
              action: (
                <Button
                  size="xs"
                  color="danger"
                  aria-label={`End what ${grant.client_name} holds`}
                  onClick={() =>
                    setLoss({
                      title: `End what ${grant.client_name} holds of ${person.name}?`,
                      verb: 'End it',
                      what: (
                        <p>
                          {grant.client_name} can’t act for {person.name} any more, and asks for a sign-in the next
                          time.
                        </p>
                      ),
                      act: async () => {
                        await send('revokeUserGrant', { path: { ...path, grant_id: grant.id } });
                        notify(`${grant.client_name} holds nothing of ${person.name} any more.`);
                      },
                    })
                  }
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
