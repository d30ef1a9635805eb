/** One grant of the office's own: what is asked, the key of its answers, and a way to try it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useAnswer } from '../../api/use-answer.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { Loaded } from '../../components/loaded.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import { ScreenHead } from '../../components/screen-head.tsx';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { answerKeyOf } from './answer-key.ts';
import { EXTENSION_GRANT_FIELDS } from './extension-grant-fields.ts';
import { HookManual } from './hook-manual.tsx';
import { TryGrant } from './try-grant.tsx';

const UP = { href: '/extension-grants', title: 'Grants of your own' };

export default function ExtensionGrantScreen() {
  const { id } = useParams<{ id: string }>();
  const answer = useAnswer('readExtensionGrant', { path: { id } });
  return (
    <Loaded answer={answer} up={UP}>
      {(loaded) => <ExtensionGrantView key={id} loaded={loaded} />}
    </Loaded>
  );
}

function ExtensionGrantView({ loaded }: { readonly loaded: Answer<Answered<'readExtensionGrant'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const [secret, setSecret] = useState<Secret>();
  const [loss, setLoss] = useState<Loss>();
  const { value: grant } = loaded;
  const path = { id: grant.id };
  const read = () => client.call('readExtensionGrant', { path });
  const from = useFromVersion(loaded, read);
  const askNewKey = () =>
    setLoss({
      title: `Make a new key for ${grant.name}?`,
      verb: 'Make a new key',
      what: <p>Answers that are signed with the old one count no more, until the service has the new one.</p>,
      act: async () => {
        const { value } = await send('makeExtensionGrantKey', { path });
        if (value.answer_key !== undefined) setSecret(answerKeyOf(value.name, value.answer_key));
      },
    });
  return (
    <>
      <ScreenHead title={grant.name} up={UP} sentence={<code>{grant.grant_type}</code>} />
      <Section title="What it is">
        <ChangeForm
          rows={EXTENSION_GRANT_FIELDS}
          schema={OPERATIONS.changeExtensionGrant.body}
          loaded={loaded}
          read={read}
          save={(body, ifMatch) => send('changeExtensionGrant', { path, body, ifMatch })}
          saved={`Saved ${grant.name}.`}
        />
      </Section>
      <HookManual grant={grant} />
      <TryGrant id={grant.id} />
      <Section
        title="The key of its answers"
        sentence="The service signs with it. Lanyard keeps the public half alone, so it can’t be shown again."
        actions={<Button onClick={askNewKey}>Make a new key</Button>}
      />
      <RemoveSection
        title="Remove this grant"
        sentence="Take it away from its applications first, under “Ways to a token”."
        question={{
          title: `Remove ${grant.name}?`,
          verb: `Remove ${grant.name}`,
          typed: grant.name,
          what: <p>Nobody gets a token by it any more, and those of people that are out end.</p>,
        }}
        remove={() => from((ifMatch) => send('removeExtensionGrant', { path, ifMatch }))}
        removed={`Removed ${grant.name}.`}
        up={UP.href}
      />
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </>
  );
}
