/** One service account: what it may do, and its app passwords. */
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { AppPasswords } from './app-passwords.tsx';
import { SERVICE_ACCOUNT_FIELDS } from './service-account-fields.ts';

const UP = { href: '/service-accounts', title: 'Service accounts' };

export default function ServiceAccountScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readServiceAccount', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <AccountView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function AccountView({ loaded }: { readonly loaded: Answer<Answered<'readServiceAccount'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const { value: account } = loaded;
  const path = { id: account.id };
  const read = () => client.call('readServiceAccount', { path });
  const from = useFromVersion(loaded, read);
  return (
    <>
      <ScreenHead title={account.name} up={UP} sentence={<code>{account.username}</code>} />
      <AppPasswords id={account.id} />
      <Section title="What it is">
        <ChangeForm
          rows={SERVICE_ACCOUNT_FIELDS}
          schema={OPERATIONS.changeServiceAccount.body}
          loaded={loaded}
          read={read}
          save={(body, ifMatch) => send('changeServiceAccount', { path, body, ifMatch })}
          saved={`Saved ${account.name}.`}
        />
      </Section>
      <RemoveSection
        title="Remove this account"
        sentence="To keep it out for a while, disable it under More."
        question={{
          title: `Remove ${account.name}?`,
          verb: `Remove ${account.name}`,
          typed: account.username,
          what: <p>Every program that uses one of its app passwords is refused from now on. This can’t be undone.</p>,
        }}
        remove={() => from((ifMatch) => send('removeServiceAccount', { path, ifMatch }))}
        removed={`Removed ${account.name}.`}
        up="/service-accounts"
      />
    </>
  );
}
