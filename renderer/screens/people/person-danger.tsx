/** Where a person's way in ends: for a while, or for good. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { forgetUnsaved } from '../../forms/unsaved.ts';
import type { Person } from './person-state.tsx';
import { useChangePeople } from './use-change-people.ts';

export function PersonDanger({ loaded }: { readonly loaded: Answer<Person> }) {
  const { value: person, etag } = loaded;
  const path = { id: person.id };
  const send = useSend();
  const { change } = useChangePeople();
  const task = useTask();
  const [loss, setLoss] = useState<Loss>();
  const [, navigate] = useLocation();

  const setDisabled = (disabled: boolean) =>
    task.run(async () => {
      await send('changeUser', { path, body: { disabled }, ifMatch: etag });
      notifyUndo(`${disabled ? 'Disabled' : 'Enabled'} ${person.name}.`, () =>
        change([person.id], { disabled: !disabled }),
      );
    });

  const askRemove = () =>
    setLoss({
      title: `Remove ${person.name}?`,
      verb: `Remove ${person.name}`,
      typed: person.username,
      what: (
        <>
          <p>
            They can’t sign in to any application any more, and everything that applications hold of them ends at once.
          </p>
          <p>Applications keep what they know of the person; that is theirs to remove. This can’t be undone.</p>
        </>
      ),
      act: async () => {
        await send('removeUser', { path, ifMatch: etag });
        forgetUnsaved();
        notify(`Removed ${person.name}.`);
        navigate('/people');
      },
    });

  return (
    <Section
      danger
      title={person.disabled ? 'This person is disabled' : 'End their way in'}
      sentence={
        person.disabled
          ? 'They can’t sign in, and applications are refused in their name. Everything else is kept.'
          : 'Disabling signs them out everywhere and keeps everything; removing is for good.'
      }
      actions={
        <>
          <Button loading={task.running} onClick={() => void setDisabled(!person.disabled)}>
            {person.disabled ? 'Enable' : 'Disable'}
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
