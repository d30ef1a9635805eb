/** Where an application's way in ends: for a while, or for good. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import type { Application } from './application.tsx';

export function ApplicationDanger({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const { value: application, etag } = loaded;
  const { client_name, disabled } = application;
  const path = { id: application.id };
  const send = useSend();
  const task = useTask();
  const [loss, setLoss] = useState<Loss>();
  const [, navigate] = useLocation();

  const turn = (off: boolean, ifMatch: string | undefined) =>
    send('changeApplication', { path, body: { disabled: off }, ifMatch });
  const setDisabled = (off: boolean) =>
    task.run(async () => {
      await turn(off, etag);
      notifyUndo(`${off ? 'Disabled' : 'Enabled'} ${client_name}.`, async () => {
        const now = await client.call('readApplication', { path });
        await turn(!off, now.etag);
      });
    });
  const askRemove = () =>
    setLoss({
      title: `Remove ${client_name}?`,
      verb: `Remove ${client_name}`,
      typed: application.client_id,
      what: (
        <p>
          Nobody can sign in to {client_name} any more, and all its tokens stop working. Its settings and its secret are
          gone for good. To keep them, disable it instead.
        </p>
      ),
      act: async () => {
        await send('removeApplication', { path, ifMatch: etag });
        forgetUnsaved();
        notify(`Removed ${client_name}.`);
        navigate('/applications');
      },
    });

  return (
    <Section
      danger
      title={disabled ? 'This application is disabled' : 'End its way in'}
      sentence={
        disabled
          ? 'It is refused everything; all else is kept.'
          : 'Disabling refuses it everything; removing is for good.'
      }
      actions={
        <>
          <Button loading={task.running} onClick={() => void setDisabled(!disabled)}>
            {disabled ? 'Enable' : 'Disable'}
          </Button>
          <Button color="danger" onClick={askRemove}>
            Remove
          </Button>
        </>
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </Section>
  );
}
