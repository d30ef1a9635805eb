/** Asks before something ends: names what will stop working, and has the name typed where it is big. */
import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTask } from '../api/use-task.ts';
import css from './dialog.module.css';
import { ProblemNote } from './problem-note.tsx';

export interface Loss {
  /** A question with the name in it: “Remove Grafana?”. */
  readonly title: string;
  /** What stops working. */
  readonly what: ReactNode;
  /** The button's word: “Remove Grafana”. */
  readonly verb: string;
  /** The word of the way back; “Keep it” where nothing else is said. */
  readonly keep?: string;
  /** What must be typed first. */
  readonly typed?: string | undefined;
  readonly act: () => Promise<void>;
}

interface LossDialogProps {
  /** Undefined while nothing is asked. */
  readonly loss: Loss | undefined;
  readonly onClose: () => void;
}

export function LossDialog({ loss, onClose }: LossDialogProps) {
  return (
    <Modal
      opened={loss !== undefined}
      onClose={onClose}
      title={loss?.title}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {loss !== undefined && <LossForm loss={loss} onClose={onClose} />}
    </Modal>
  );
}

function LossForm({ loss, onClose }: { readonly loss: Loss; readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const task = useTask();
  const ready = loss.typed === undefined || typed.trim() === loss.typed;
  const act = async (event: SubmitEvent) => {
    event.preventDefault();
    if (ready && (await task.run(loss.act))) onClose();
  };
  return (
    <form className={css['dialog']} onSubmit={(event) => void act(event)}>
      <div className={css['words']}>{loss.what}</div>
      {loss.typed !== undefined && (
        <TextInput
          label={
            <>
              Type <code>{loss.typed}</code> to go on
            </>
          }
          value={typed}
          autoComplete="off"
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <div className={css['actions']}>
        <Button onClick={onClose}>{loss.keep ?? 'Keep it'}</Button>
        <Button type="submit" variant="filled" color="danger" disabled={!ready} loading={task.running}>
          {loss.verb}
        </Button>
      </div>
    </form>
  );
}
