/** The app passwords that a person made for programs of theirs: an admin sees what there is, and can end one. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { Section } from '../../components/section.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { InnerList, PER_INNER_PAGE } from '../inner-list.tsx';
import type { Person } from './person-state.tsx';

export function PersonAppPasswords({ person }: { readonly person: Person }) {
  const path = { id: person.id };
  const view = useListView({ prefix: 'app-passwords.', sort: 'name' });
  const list = useList('listUserAppPasswords', view, (query) => ({ path, query }), PER_INNER_PAGE);
  const settings = useAnswer('readSettings', {}).data?.value;
  // How many there are stays told while the list is searched.
  const total = useAnswer('listUserAppPasswords', { path, query: { limit: '1' } }).data?.value.total ?? 0;
  const send = useSend();
  const [loss, setLoss] = useState<Loss>();
  const off = settings?.user_app_passwords === 'off';

  const askRemove = (app_password_id: string, name: string) =>
    setLoss({
      title: `Delete the app password ${name} of ${person.name}?`,
      verb: 'Delete',
      what: (
        <p>
          The program that uses it is refused from its next request on, and what it got by it stops working at once.
        </p>
      ),
      act: async () => {
        await send('removeUserAppPassword', { path: { ...path, app_password_id } });
        notify(`Deleted the app password ${name}.`);
      },
    });

  if (total === 0 && settings?.user_app_passwords !== 'on') return null;
  return (
    <Section
      title="App passwords of their programs"
      sentence={
        off
          ? 'Your office lets nobody in by these: the setting “People may have app passwords” is off.'
          : 'What programs of theirs sign in with, each for one thing. They make them on their own page, /account/.'
      }
    >
      <InnerList
        one="app password"
        what="app passwords"
        through="name or what it is for"
        list={list}
        view={view}
        empty="They have made none."
        rowOf={({ id, name, is_for, created_at, used_at, expires_at }) => ({
          key: id,
          title: name,
          detail: (
            <>
              for {is_for}
              <br />
              made <Moment at={created_at} />, {used_at === null ? 'never used' : <LastUsed at={used_at} />},{' '}
              {expires_at === null ? 'works for ever' : <Ends at={expires_at} />}
            </>
          ),
          action: (
            <Button
              size="xs"
              color="danger"
              aria-label={`Delete the app password ${name}`}
              onClick={() => askRemove(id, name)}
            >
              Delete
            </Button>
          ),
        })}
      />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}

function LastUsed({ at }: { readonly at: number }) {
  return (
    <>
      last used <Moment at={at} />
    </>
  );
}

function Ends({ at }: { readonly at: number }) {
  return (
    <>
      ends <Moment at={at} />
    </>
  );
}
