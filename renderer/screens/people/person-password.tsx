/** Gives a person a new password: one that the admin types, or one that is made and shown once. */
import { Button, PasswordInput, Switch } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { RequestRefused } from '../../api/problem.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { type Secret, SecretDialog } from '../../components/secret-dialog.tsx';
import { Section } from '../../components/section.tsx';
import type { Person } from './person-state.tsx';
import css from './person-password.module.css';

export function PersonPassword({ person }: { readonly person: Person }) {
  const send = useSend();
  const task = useTask();
  const [password, setPassword] = useState('');
  const [stay, setStay] = useState(false);
  // The form of the person has the one button that saves; this one comes when it is asked for.
  const [open, setOpen] = useState(!person.has_password);
  const [secret, setSecret] = useState<Secret>();
  const fault = task.error instanceof RequestRefused ? task.error.errors[0] : undefined;

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => {
      const body = { sign_out: !stay, ...(password === '' ? {} : { password }) };
      const { value } = await send('resetUserPassword', { path: { id: person.id }, body });
      setPassword('');
      setOpen(false);
      if (value.password === undefined) notify(`${person.name} has a new password.`);
      else {
        setSecret({
          title: `A password for ${person.name}`,
          lines: [
            { what: 'Username', wire: 'username', text: person.username },
            { what: 'Password', wire: 'password', text: value.password },
          ],
          note: 'Hand it over in person or by telephone. It is as good as any; they need not change it.',
        });
      }
    });
  };

  if (person.external_subject !== undefined) {
    return (
      <Section
        title="No password here"
        sentence={`Your office’s own sign-in program keeps this person and calls them ${person.external_subject}. They sign in there, and can’t be an admin here.`}
      />
    );
  }
  return (
    <Section
      title={person.has_password ? 'Password' : 'They have no password yet'}
      sentence={open && 'Type one, or leave it empty to have one made that is shown once.'}
      actions={!open && <Button onClick={() => setOpen(true)}>Give a new password</Button>}
    >
      {open && (
        <form className={css['form']} onSubmit={submit}>
          <PasswordInput
            label="New password"
            value={password}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            error={fault === undefined ? undefined : `This ${fault.detail}.`}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              task.forget();
            }}
          />
          <Switch
            label="Stay signed in where they are"
            description="Off: every browser asks for the new password; what applications hold ends, and so do app passwords of their programs."
            checked={stay}
            onChange={(event) => setStay(event.currentTarget.checked)}
          />
          {task.error !== undefined && fault === undefined && <ProblemNote error={task.error} />}
          <div>
            <Button type="submit" loading={task.running}>
              {password === '' ? 'Make a password' : 'Give this password'}
            </Button>
          </div>
        </form>
      )}
      <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
    </Section>
  );
}
