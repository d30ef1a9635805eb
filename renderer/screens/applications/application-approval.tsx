/** An application that brought itself here and waits: where it comes from, and the two ways to answer it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Fact, Facts } from '../../components/facts.tsx';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import type { Application } from './application-answer.ts';

export function ApplicationApproval({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const [asking, setAsking] = useState(false);
  const [, navigate] = useLocation();
  const send = useSend();
  const task = useTask();
  const application = loaded.value;
  const { id, client_name } = application;
  const path = { id };
  const from = useFromVersion(loaded, () => client.call('readApplication', { path }));
  const approve = () =>
    task.run(async () => {
      await from((ifMatch) => send('approveApplication', { path, ifMatch }));
      notify(`People can sign in to ${client_name} now.`);
    });
  const refusal: Loss = {
    title: `Refuse ${client_name}?`,
    what: (
      <p>
        It is removed, with everything that it said of itself and that people may have allowed it. It may ask again.
      </p>
    ),
    verb: `Refuse ${client_name}`,
    act: async () => {
      await from((ifMatch) => send('removeApplication', { path, ifMatch }));
      forgetUnsaved();
      notify(`Refused ${client_name}.`);
      navigate('/applications');
    },
  };
  return (
    <Section
      title="It waits for you"
      sentence="Nobody of the office added it. Approve it only if you know what it is; any program can call itself anything."
      actions={
        <>
          <Button onClick={() => setAsking(true)}>Refuse</Button>
          <Button variant="filled" loading={task.running} onClick={() => void approve()}>
            Approve
          </Button>
        </>
      }
    >
      <Facts facts={factsOf(application)} />
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void approve()} />}
      <LossDialog loss={asking ? refusal : undefined} onClose={() => setAsking(false)} />
    </Section>
  );
}

/** What it could not make up without being found out comes first. */
function factsOf({ registered_by, client_id, client_name, redirect_uris, contacts = [] }: Application): Fact[] {
  return [
    { what: 'How it came', value: cameBy(registered_by, client_id) },
    { what: 'People are sent to', wire: 'redirect_uris', value: redirect_uris.join(', ') },
    { what: 'It calls itself', wire: 'client_name', value: client_name },
    ...(contacts.length === 0 ? [] : [{ what: 'Whom to ask, it says', wire: 'contacts', value: contacts.join(', ') }]),
  ];
}

function cameBy(registered_by: Application['registered_by'], client_id: string): string {
  if (registered_by === 'document') return `From ${new URL(client_id).host}, which vouches for it`;
  return registered_by === 'person' ? 'A person of your office entered it' : 'It registered itself';
}
