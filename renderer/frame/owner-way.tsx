/** In the desktop program its owner needs no password: the program has a ticket that signs in once. */
import { Button } from '@mantine/core';
import { usePanel } from '../api/panel.tsx';
import { askOwnerTicket, shell } from '../api/shell.ts';
import { useTask } from '../api/use-task.ts';
import css from './sign-in.module.css';

export function OwnerWay() {
  const { client, desk } = usePanel();
  const task = useTask();
  if (shell() === undefined) return null;
  const enter = () =>
    task.run(async () => {
      const ticket = await askOwnerTicket();
      if (ticket === undefined) throw new Error('no ticket was given');
      const { value } = await client.call('signInOwner', { body: { ticket } });
      desk.arrived(value);
    });
  return (
    <div className={css['owner']}>
      <p>Or, because this is your computer:</p>
      <Button size="md" loading={task.running} onClick={() => void enter()}>
        Sign in as its owner
      </Button>
      {task.error !== undefined && (
        <p role="alert" className={css['refused']}>
          Lanyard did not let the owner in. It may not have an admin yet, or be on its way up; its log says more.
        </p>
      )}
    </div>
  );
}
