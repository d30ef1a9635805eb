/** What can be done with several people at once. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTask } from '../../api/use-task.ts';
import { type Loss, LossDialog } from '../../components/loss-dialog.tsx';
import { notify } from '../../components/notify.ts';
import { notifyUndo } from '../../components/notify-undo.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { BulkBar } from '../../lists/bulk-bar.tsx';
import type { Selection } from '../../lists/use-selection.ts';
import { counted, listed } from '../../words/count.ts';
import type { Person } from './person-state.tsx';
import { useChangePeople } from './use-change-people.ts';

const NAMED = 5;

interface PeopleBulkProps {
  readonly selection: Selection;
  readonly people: readonly Person[];
}

export function PeopleBulk({ selection, people }: PeopleBulkProps) {
  const { change, remove } = useChangePeople();
  const [loss, setLoss] = useState<Loss>();
  const task = useTask();
  const ids = [...selection.keys];
  const many = counted(ids.length, 'person', 'people');
  const names = people.filter(({ id }) => selection.keys.has(id)).map(({ name }) => name);
  const who = names.length === ids.length && names.length <= NAMED ? listed(names) : many;

  const setDisabled = (disabled: boolean) =>
    task.run(async () => {
      await change(ids, { disabled });
      selection.clear();
      notifyUndo(`${disabled ? 'Disabled' : 'Enabled'} ${who}.`, () => change(ids, { disabled: !disabled }));
    });

  const askRemove = () =>
    setLoss({
      title: `Remove ${who}?`,
      verb: `Remove ${many}`,
      typed: ids.length > NAMED ? String(ids.length) : undefined,
      what: (
        <>
          <p>They can’t sign in any more, and everything that applications hold of them ends at once.</p>
          <p>This can’t be undone. To keep them out for a while, disable them instead.</p>
        </>
      ),
      act: async () => {
        await remove(ids);
        selection.clear();
        notify(`Removed ${who}.`);
      },
    });

  return (
    <>
      <BulkBar selection={selection}>
        <Button loading={task.running} onClick={() => void setDisabled(true)}>
          Disable
        </Button>
        <Button loading={task.running} onClick={() => void setDisabled(false)}>
          Enable
        </Button>
        <Button color="danger" onClick={askRemove}>
          Remove
        </Button>
      </BulkBar>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </>
  );
}
