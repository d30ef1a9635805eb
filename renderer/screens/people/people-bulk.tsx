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
import { counted, listed, whole } from '../../words/count.ts';
import type { Person } from './person-state.tsx';
import { type ChangedPeople, type Stopped, useChangePeople } from './use-change-people.ts';

const NAMED = 5;

interface PeopleBulkProps {
  readonly selection: Selection;
  readonly people: readonly Person[];
}

export function PeopleBulk({ selection, people }: PeopleBulkProps) {
  const { setDisabled, remove } = useChangePeople();
  const [loss, setLoss] = useState<Loss>();
  const [halt, setHalt] = useState<Halt>();
  const [reached, setReached] = useState(0);
  const task = useTask();
  const ids = [...selection.keys];
  const who = nameThem(ids, people);

  const begin = () => {
    setHalt(undefined);
    setReached(0);
  };
  /** Whoever is done is selected no longer, so that what is left can be tried again. */
  const settle = ({ done, stopped }: ChangedPeople) => {
    selection.keepOnly(ids.filter((id) => !done.includes(id)));
    if (stopped !== undefined) setHalt({ ...stopped, done: done.length, asked: ids.length });
  };

  const turn = (disabled: boolean) =>
    task.run(async () => {
      begin();
      const result = await setDisabled(ids, disabled, setReached);
      settle(result);
      const { changed } = result;
      const word = disabled ? 'disabled' : 'enabled';
      if (changed.length === 0) {
        if (result.stopped === undefined)
          notify(`Nothing to do: ${who} ${ids.length === 1 ? 'is' : 'are'} ${word} already.`);
        return;
      }
      notifyUndo(`${disabled ? 'Disabled' : 'Enabled'} ${nameThem(changed, people)}.`, async () => {
        const { done, stopped } = await setDisabled(changed, !disabled);
        if (stopped !== undefined)
          throw new Error(haltSentence({ ...stopped, done: done.length, asked: changed.length }));
      });
    });

  const askRemove = () =>
    setLoss({
      title: `Remove ${who}?`,
      verb: `Remove ${counted(ids.length, 'person', 'people')}`,
      typed: ids.length > NAMED ? String(ids.length) : undefined,
      what: (
        <>
          <p>They can’t sign in any more, and everything that applications hold of them ends at once.</p>
          <p>This can’t be undone. To keep them out for a while, disable them instead.</p>
        </>
      ),
      act: async () => {
        begin();
        const result = await remove(ids, setReached);
        settle(result);
        if (result.changed.length > 0) notify(`Removed ${nameThem(result.changed, people)}.`);
      },
    });

  return (
    <>
      <BulkBar selection={selection}>
        <Button loading={task.running} onClick={() => void turn(true)}>
          Disable
        </Button>
        <Button loading={task.running} onClick={() => void turn(false)}>
          Enable
        </Button>
        <Button color="danger" disabled={task.running} onClick={askRemove}>
          Remove
        </Button>
        {task.running && ids.length > NAMED && (
          <output>
            {whole(reached)} of {whole(ids.length)} done
          </output>
        )}
      </BulkBar>
      {task.error !== undefined && <ProblemNote error={task.error} />}
      {halt !== undefined && (
        <div>
          <p>{haltSentence(halt)} Whoever is left stays selected.</p>
          <ProblemNote error={halt.error} />
        </div>
      )}
      <LossDialog loss={loss} onClose={() => setLoss(undefined)} />
    </>
  );
}

interface Halt extends Stopped {
  readonly done: number;
  readonly asked: number;
}

function haltSentence({ name, done, asked }: Halt): string {
  return `It stopped at ${name ?? 'somebody who could not be read'}: ${whole(done)} of ${whole(asked)} are done.`;
}

/** By name while they are few and in view. */
function nameThem(ids: readonly string[], people: readonly Person[]): string {
  const names = people.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  return names.length === ids.length && names.length <= NAMED ? listed(names) : counted(ids.length, 'person', 'people');
}
