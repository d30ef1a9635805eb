/** One API and the scopes that it defines. */
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
import { InUse } from '../used-by.tsx';
import { ApiChecks } from './api-checks.tsx';
import { API_FIELDS } from './api-fields.ts';

const UP = { href: '/apis', title: 'APIs and scopes' };

export default function ApiScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readApi', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <ApiView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function ApiView({ loaded }: { readonly loaded: Answer<Answered<'readApi'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const { value: api } = loaded;
  const path = { id: api.id };
  const read = () => client.call('readApi', { path });
  const from = useFromVersion(loaded, read);
  return (
    <>
      <ScreenHead title={api.name} up={UP} sentence={<code>{api.audience}</code>} />
      <Section title="What it is">
        <ChangeForm
          rows={API_FIELDS}
          schema={OPERATIONS.changeApi.body}
          loaded={loaded}
          read={read}
          save={(body, ifMatch) => send('changeApi', { path, body, ifMatch })}
          saved={`Saved ${api.name}.`}
        />
      </Section>
      <ApiChecks api={api} />
      {api.used_by.total > 0 ? (
        <InUse
          title="This API can’t be removed while it is in use"
          sentence="These may ask tokens for it, or for one of its scopes. Take it out there first."
          users={api.used_by}
        />
      ) : (
        <RemoveSection
          title="Remove this API"
          sentence="Its scopes go with it. No application asks for them."
          question={{
            title: `Remove ${api.name}?`,
            verb: `Remove ${api.name}`,
            typed: api.audience,
            what: <p>Its scopes go with it. Tokens for it that are out already live until they expire.</p>,
          }}
          remove={() => from((ifMatch) => send('removeApi', { path, ifMatch }))}
          removed={`Removed ${api.name}.`}
          up={UP.href}
        />
      )}
    </>
  );
}
