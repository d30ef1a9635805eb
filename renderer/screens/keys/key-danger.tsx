/** The end of a key before its time, and what dies with it. */
import { Button, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { RemoveSection } from '../../components/remove-section.tsx';
import { Section } from '../../components/section.tsx';
import type { SigningKey, Stage } from './timeline.ts';

const DIES: Readonly<Record<Stage, string>> = {
  next: 'Nothing is signed with it yet, so nothing stops working. Another next key is made.',
  active:
    'Every ID token and every JWT access token that it signed is refused from now on, at Lanyard at once and at applications as soon as they fetch the keys again. The next key takes over at this moment.',
  retired: 'What it signed and has not expired yet is refused from now on.',
};

const TITLE = 'End it before its time';
const SENTENCE = 'Keys change by themselves. Only a key that somebody may have stolen needs this.';

export function KeyDanger({ loaded }: { readonly loaded: Answer<SigningKey> }) {
  const { client } = usePanel();
  const key = loaded.value;
  const path = { kid: key.kid };
  const send = useSend();
  const from = useFromVersion(loaded, () => client.call('readSigningKey', { path }));
  const [loss, setLoss] = useState<Loss>();
  const [, navigate] = useLocation();
  const reason = useRef<HTMLInputElement>(null);

  const askRevoke = () =>
    setLoss({
      title: 'Revoke this key now?',
      verb: 'Revoke it now',
      typed: key.state === 'active' ? key.kid.slice(0, 8) : undefined,
      what: (
        <>
          <p>{DIES[key.state]}</p>
          <p>Do this when its private half may have got into wrong hands. It can’t be undone.</p>
          <TextInput
            ref={reason}
            label="Why"
            description="Stands in the audit log."
            autoComplete="off"
            maxLength={300}
          />
        </>
      ),
      act: async () => {
        const why = reason.current?.value.trim() ?? '';
        const { value } = await send('revokeSigningKey', { path, body: why === '' ? {} : { reason: why } });
        notify(value.died);
        navigate('/keys');
      },
    });

  const revoke = (
    <Button color="danger" onClick={askRevoke}>
      Revoke now
    </Button>
  );
  const asking = <LossDialog loss={loss} onClose={() => setLoss(undefined)} />;
  if (key.state !== 'retired') {
    return (
      <Section danger title={TITLE} sentence={SENTENCE} actions={revoke}>
        {asking}
      </Section>
    );
  }
  return (
    <RemoveSection
      title={TITLE}
      sentence={SENTENCE}
      question={{ title: 'Remove this key?', verb: 'Remove it', what: <p>{DIES.retired}</p> }}
      remove={() => from((ifMatch) => send('removeSigningKey', { path, ifMatch }))}
      removed="Removed the key."
      up="/keys"
      actions={revoke}
    >
      {asking}
    </RemoveSection>
  );
}
