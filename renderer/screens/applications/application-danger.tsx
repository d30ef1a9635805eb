/** Where an application's way in ends: for a while, or for good. */
import { Button } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import type { Application } from './application-answer.ts';

export function ApplicationDanger({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const { id, client_id, client_name, disabled } = loaded.value;
  const path = { id };
  const send = useSend();
  const task = useTask();
  const from = useFromVersion(loaded, () => client.call('readApplication', { path }));

  const set = (off: boolean) =>
    from((ifMatch) => send('changeApplication', { path, body: { disabled: off }, ifMatch }));
  const turn = () =>
    task.run(async () => {
      await set(!disabled);
      notifyUndo(`${disabled ? 'Enabled' : 'Disabled'} ${client_name}.`, () => set(disabled));
    });

  return (
    <RemoveSection
      title={disabled ? 'This application is disabled' : 'End its way in'}
      sentence={
        disabled
          ? 'It is refused everything; all else is kept.'
          : 'Disabling refuses it everything; removing is for good.'
      }
      question={{
        title: `Remove ${client_name}?`,
        verb: `Remove ${client_name}`,
        typed: client_id,
        what: (
          <p>
            Nobody can sign in to {client_name} any more, and all its tokens stop working. Its settings and its secret
            are gone for good. To keep them, disable it instead.
          </p>
        ),
      }}
      remove={() => from((ifMatch) => send('removeApplication', { path, ifMatch }))}
      removed={`Removed ${client_name}.`}
      up="/applications"
      actions={
        <Button loading={task.running} onClick={() => void turn()}>
          {disabled ? 'Enable' : 'Disable'}
        </Button>
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void turn()} />}
    </RemoveSection>
  );
}
