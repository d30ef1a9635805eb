/** Tokens with which applications may register themselves without waiting: made and shown once, removed at once. */
import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import type { FieldRow } from '../../forms/field.ts';
import { NewForm } from '../../forms/new-form.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { counted } from '../../words/count.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';

const FIELDS: readonly FieldRow[] = [
  {
    name: 'name',
    label: 'Name',
    kind: 'text',
    needed: true,
    hint: 'What it is for.',
    placeholder: 'Telephones of the field team',
  },
  { name: 'uses', label: 'How many applications', kind: 'number', needed: true, hint: 'Each registration takes one.' },
  { name: 'expires_in_s', label: 'It works for', kind: 'duration', needed: true },
];

export function InitialAccessTokens() {
  const view = useListView({ prefix: 'tokens.', sort: 'name' });
  const list = useList('listInitialAccessTokens', view, (query) => ({ query }), PER_INNER_PAGE);
  const send = useSend();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const [loss, setLoss] = useState<Loss>();

  const askRemove = (id: string, name: string) =>
    setLoss({
      title: `Remove the token ${name}?`,
      verb: `Remove ${name}`,
      what: <p>Nothing more can register with it. What has registered goes on working.</p>,
      act: async () => {
        await send('removeInitialAccessToken', { path: { id } });
        notify(`Removed the token ${name}.`);
      },
    });

  return (
    <Section
      title="Tokens for registrations"
      sentence="A program that registers itself with one of these works at once, without waiting for you."
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
          Make a token
        </Button>
      }
    >
      <InnerList
        one="token"
        what="tokens"
        through="name"
        list={list}
        view={view}
        empty="None: the setting alone decides what may register."
        rowOf={(each) => ({
          key: each.id,
          title: each.name,
          detail: (
            <>
              {each.uses_left === 0 ? 'used up' : `for ${counted(each.uses_left, 'more application')}`}, ends{' '}
              <Moment at={each.expires_at} />
            </>
          ),
          action: (
            <Button
              size="xs"
              color="danger"
              aria-label={`Remove ${each.name}`}
              onClick={() => askRemove(each.id, each.name)}
            >
              Remove
            </Button>
          ),
        })}
      />
      <Modal
        opened={adding}
        onClose={() => setAdding(false)}
        title="Make a token for registrations"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <NewForm
          rows={FIELDS}
          schema={OPERATIONS.createInitialAccessToken.body}
          verb="Make it"
          make={async (body) => {
            const { value } = await send('createInitialAccessToken', { body });
            return () => {
              setAdding(false);
              setSecret({
                title: `The token ${value.name}`,
                lines: [{ what: 'Initial access token', wire: 'initial_access_token', text: value.token }],
              });
            };
          }}
        />
      </Modal>
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
