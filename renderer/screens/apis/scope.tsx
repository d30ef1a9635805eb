/** One scope: what it shows of a person. */
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { InUse, UsedBy } from '../used-by.tsx';
import { SCOPE_FIELDS } from './api-fields.ts';
import { ScopePreview } from './scope-preview.tsx';

const UP = { href: '/apis', title: 'APIs and scopes' };

type Scope = Answered<'readScope'>;

export default function ScopeScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readScope', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => (loaded.value.built_in ? <BuiltIn scope={loaded.value} /> : <OwnScope key={id} loaded={loaded} />)}
    </Loaded>
  );
}

function BuiltIn({ scope }: { readonly scope: Scope }) {
  const claims = Object.entries(scope.claims);
  return (
    <>
      <ScreenHead title={scope.name} up={UP} sentence={scope.description} />
      <Section
        title="Built in"
        sentence="The specifications say what this scope does, so it can’t be changed or removed."
      >
        {claims.length > 0 && <Facts facts={claims.map(([what, from]) => ({ what, value: <code>{from}</code> }))} />}
      </Section>
      <Section title="Who may ask for it">
        <UsedBy users={scope.used_by} empty="Nobody yet." />
      </Section>
    </>
  );
}

function OwnScope({ loaded }: { readonly loaded: Answer<Scope> }) {
  const { client } = usePanel();
  const send = useSend();
  const { value: scope } = loaded;
  const path = { id: scope.id };
  const read = () => client.call('readScope', { path });
  const from = useFromVersion(loaded, read);
  return (
    <>
      <ScreenHead title={scope.name} up={UP} sentence={scope.description} />
      <Section title="What it shows">
        <ChangeForm
          rows={SCOPE_FIELDS}
          schema={OPERATIONS.changeScope.body}
          loaded={loaded}
          read={read}
          save={(body, ifMatch) => send('changeScope', { path, body, ifMatch })}
          saved={`Saved ${scope.name}.`}
          preview={(values) => <ScopePreview values={values} />}
        />
      </Section>
      {scope.used_by.total > 0 ? (
        <InUse
          title="This scope can’t be removed while it is in use"
          sentence="These may ask for it. Take it out there first."
          users={scope.used_by}
        />
      ) : (
        <RemoveSection
          title="Remove this scope"
          sentence="Nobody asks for it."
          question={{
            title: `Remove the scope ${scope.name}?`,
            verb: `Remove ${scope.name}`,
            what: <p>Tokens that carry it no longer show what it showed. This can’t be undone.</p>,
          }}
          remove={() => from((ifMatch) => send('removeScope', { path, ifMatch }))}
          removed={`Removed the scope ${scope.name}.`}
          up={UP.href}
        />
      )}
    </>
  );
}
