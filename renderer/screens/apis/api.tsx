/** One API and the scopes that it defines. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ScreenHead } from '../../components/screen-head.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
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
  const [, navigate] = useLocation();
  const [loss, setLoss] = useState<Loss>();
  const { value: api, etag } = loaded;
  const path = { id: api.id };
  const askRemove = () =>
    setLoss({
      title: `Remove ${api.name}?`,
      verb: `Remove ${api.name}`,
      typed: api.audience,
      what: (
        <p>No application can ask for tokens for it any more. Tokens that are out already live until they expire.</p>
      ),
      act: async () => {
        await send('removeApi', { path, ifMatch: etag });
        forgetUnsaved();
        notify(`Removed ${api.name}.`);
        navigate('/apis');
      },
    });
  return (
    <>
      <ScreenHead title={api.name} up={UP} sentence={<code>{api.audience}</code>} />
      <Section title="What it is">
        <ChangeForm
          rows={API_FIELDS}
          schema={OPERATIONS.changeApi.body}
          loaded={loaded}
          read={() => client.call('readApi', { path })}
          save={(body, ifMatch) => send('changeApi', { path, body, ifMatch })}
          saved={`Saved ${api.name}.`}
        />
      </Section>
      <Section
        danger
        title="Remove this API"
        sentence="Its scopes go with it."
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
