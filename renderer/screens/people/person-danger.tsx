/** Where a person's way in ends: for a while, or for good. */
import { Button } from '@mantine/core';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { RemoveSection } from '../../components/remove-section.tsx';
import type { Person } from './person-state.tsx';

export function PersonDanger({ loaded }: { readonly loaded: Answer<Person> }) {
  const { client } = usePanel();
  const { id, name, username, disabled } = loaded.value;
  const path = { id };
  const send = useSend();
  const task = useTask();
  const from = useFromVersion(loaded, () => client.call('readUser', { path }));

  const set = (off: boolean) => from((ifMatch) => send('changeUser', { path, body: { disabled: off }, ifMatch }));
  const turn = () =>
    task.run(async () => {
      await set(!disabled);
      notifyUndo(`${disabled ? 'Enabled' : 'Disabled'} ${name}.`, () => set(disabled));
    });

  return (
    <RemoveSection
      title={disabled ? 'This person is disabled' : 'End their way in'}
      sentence={
        disabled
          ? 'They can’t sign in, and applications are refused in their name. Enabling lets them sign in again.'
          : 'Disabling signs them out everywhere and ends what applications hold of them, and their app passwords; the rest is kept until they are enabled again. Removing is for good.'
      }
      question={{
        title: `Remove ${name}?`,
        verb: `Remove ${name}`,
        typed: username,
        what: (
          <>
            <p>
              They can’t sign in to any application any more, and everything that applications hold of them ends at
              once.
            </p>
            <p>Applications keep what they know of the person; that is theirs to remove. This can’t be undone.</p>
          </>
        ),
      }}
      remove={() => from((ifMatch) => send('removeUser', { path, ifMatch }))}
      removed={`Removed ${name}.`}
      up="/people"
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
