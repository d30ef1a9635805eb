/** Before secrets and keys are touched, the person says once more that it is they. The request that asked then goes on. */
import { Button, Modal, PasswordInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { usePanel } from '../api/panel.tsx';
import { RequestRefused } from '../api/problem.ts';
import { useStore } from '../api/store.ts';
import { useTask } from '../api/use-task.ts';
import css from '../components/dialog.module.css';
import { ProblemNote } from '../components/problem-note.tsx';

export function ConfirmDialog() {
  const { confirmation } = usePanel().desk;
  const opened = useStore(confirmation.open);
  return (
    <Modal
      opened={opened}
      onClose={confirmation.giveUp}
      size="md"
      zIndex={300}
      title="Confirm that it is you"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {opened && <ConfirmForm />}
    </Modal>
  );
}

function ConfirmForm() {
  const { client, desk } = usePanel();
  const [password, setPassword] = useState('');
  const task = useTask();
  const wrong = task.error instanceof RequestRefused && task.error.problem === 'wrong_credentials';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    event.stopPropagation();
    void task.run(async () => {
      const { value } = await client.call('confirmSession', { body: { password } });
      desk.arrived(value);
      desk.confirmation.answered();
    });
  };
  return (
    <form className={css['dialog']} onSubmit={submit}>
      <p>
        This touches secrets or keys, or sends what Lanyard signs. Type your password; for the next 15 minutes you are
        not asked again.
      </p>
      <PasswordInput
        label="Your password"
        value={password}
        autoComplete="current-password"
        data-autofocus
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
        error={wrong ? 'This is not your password.' : undefined}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {task.error !== undefined && !wrong && <ProblemNote error={task.error} />}
      <div className={css['actions']}>
        <Button onClick={desk.confirmation.giveUp}>Cancel</Button>
        <Button type="submit" variant="filled" loading={task.running} disabled={password === ''}>
          Confirm
        </Button>
      </div>
    </form>
  );
}
