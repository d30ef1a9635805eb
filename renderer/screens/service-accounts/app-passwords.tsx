/** The app passwords of a service account: made and shown once, removed at once. */
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { useSend } from '../../api/use-send.ts';
import { Moment } from '../../components/moment.tsx';
import { useListView } from '../../lists/use-list-view.ts';
import { useList } from '../../lists/use-list.ts';
import { PER_INNER_PAGE } from '../inner-list.tsx';
import { ShownOnceList } from '../shown-once-list.tsx';
import { APP_PASSWORD_FIELDS } from './service-account-fields.ts';

export function AppPasswords({ id }: { readonly id: string }) {
  const path = { id };
  const view = useListView({ prefix: 'passwords.', sort: 'name' });
  const list = useList('listAppPasswords', view, (query) => ({ path, query }), PER_INNER_PAGE);
  const send = useSend();
  return (
    <ShownOnceList
      title="App passwords"
      sentence="What the program signs in with. One for each place where it runs, so that one can be removed alone."
      one="app password"
      what="app passwords"
      list={list}
      view={view}
      empty="None: the program can’t sign in."
      detailOf={({ created_at, expires_at }) => (
        <>
          made <Moment at={created_at} />, <Ends at={expires_at} />
        </>
      )}
      making={{ verb: 'Make an app password', title: 'Make an app password' }}
      rows={APP_PASSWORD_FIELDS}
      schema={OPERATIONS.createAppPassword.body}
      make={async (body) => {
        const { name, password } = (await send('createAppPassword', { path, body })).value;
        return {
          title: `The app password ${name}`,
          lines: [{ what: 'App password', wire: 'password', text: password }],
        };
      }}
      loss="Whatever uses it is refused from its next request on. The others go on working."
      remove={({ id: app_password_id }) => send('removeAppPassword', { path: { id, app_password_id } })}
    />
  );
}

function Ends({ at }: { readonly at: number | null }) {
  if (at === null) return 'works for ever';
  return (
    <>
      ends <Moment at={at} />
    </>
  );
}
