/** One scope: what it shows of a person. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Facts } from '../../components/facts.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import { SCOPE_FIELDS } from './api-fields.ts';

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
    </>
  );
}

function OwnScope({ loaded }: { readonly loaded: Answer<Scope> }) {
  const { client } = usePanel();
  const send = useSend();
  const [, navigate] = useLocation();
  const [loss, setLoss] = useState<Loss>();
  const { value: scope, etag } = loaded;
  const path = { id: scope.id };
  const askRemove = () =>
    setLoss({
      title: `Remove the scope ${scope.name}?`,
      verb: `Remove ${scope.name}`,
      what: <p>Applications that ask for it are told that it is unknown, and no longer see what it shows.</p>,
      act: async () => {
        await send('removeScope', { path, ifMatch: etag });
        forgetUnsaved();
        notify(`Removed the scope ${scope.name}.`);
        navigate('/apis');
      },
    });
  return (
    <>
      <ScreenHead title={scope.name} up={UP} sentence={scope.description} />
      <Section title="What it shows">
        <ChangeForm
          rows={SCOPE_FIELDS}
          schema={OPERATIONS.changeScope.body}
          loaded={loaded}
          read={() => client.call('readScope', { path })}
          save={(body, ifMatch) => send('changeScope', { path, body, ifMatch })}
          saved={`Saved ${scope.name}.`}
        />
      </Section>
      <Section
        danger
        title="Remove this scope"
        actions={
          <Button color="danger" onClick={askRemove}>
            Remove
          </Button>
        }
      >
        <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
      </Section>
    </>
  );
}
