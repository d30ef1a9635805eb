/** The app passwords of a service account: made and shown once, removed at once. */
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
import { NewForm } from '../../forms/new-form.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import { APP_PASSWORD_FIELDS } from './service-account-fields.ts';

export function AppPasswords({ id }: { readonly id: string }) {
  const path = { id };
  const view = useListView({ prefix: 'passwords.', sort: 'name' });
  const list = useList('listAppPasswords', view, (query) => ({ path, query }), PER_INNER_PAGE);
  const send = useSend();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<Secret>();
  const [loss, setLoss] = useState<Loss>();

  const askRemove = (app_password_id: string, name: string) =>
    setLoss({
      title: `Remove the app password ${name}?`,
      verb: `Remove ${name}`,
      what: <p>Whatever uses it is refused from its next request on. The others go on working.</p>,
      act: async () => {
        await send('removeAppPassword', { path: { id, app_password_id } });
        notify(`Removed the app password ${name}.`);
      },
    });

  return (
    <Section
      title="App passwords"
      sentence="What the program signs in with. One for each place where it runs, so that one can be removed alone."
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={() => setAdding(true)}>
          Make an app password
        </Button>
      }
    >
      <InnerList
        one="app password"
        what="app passwords"
        through="name"
        list={list}
        view={view}
        empty="None: the program can’t sign in."
        rowOf={(each) => ({
          key: each.id,
          title: each.name,
          detail: (
            <>
              made <Moment at={each.created_at} />,{' '}
              {each.expires_at === null ? (
                'works for ever'
              ) : (
                <>
                  ends <Moment at={each.expires_at} />
                </>
              )}
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
        title="Make an app password"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <NewForm
          rows={APP_PASSWORD_FIELDS}
          schema={OPERATIONS.createAppPassword.body}
          verb="Make it"
          make={async (body) => {
            const { value } = await send('createAppPassword', { path, body });
            return () => {
              setAdding(false);
              setSecret({
                title: `The app password ${value.name}`,
                lines: [{ what: 'App password', wire: 'password', text: value.password }],
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
