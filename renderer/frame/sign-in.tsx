/** The door of the panel. For somebody whose session ended, what they were at stands behind it as they left it. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { usePanel } from '../api/panel.tsx';
import { RequestRefused } from '../api/problem.ts';
import type { PanelSession } from '../api/session.ts';
import { useTask } from '../api/use-task.ts';
import { ProblemNote } from '../components/problem-note.tsx';
import { Mark } from './mark.tsx';
import { OwnerWay } from './owner-way.tsx';
import css from './sign-in.module.css';

interface SignInProps {
  readonly reason: 'ended' | 'ticket' | undefined;
  /** Whose work waits behind the door. */
  readonly user?: PanelSession['user'];
}

const WHY = {
  ended: 'Your session has ended. Sign in again to go on where you were; what you typed is still there.',
  ticket: 'The desktop program’s way in works once and had been used. Sign in with your password.',
} as const;

export function SignIn({ reason, user }: SignInProps) {
  const { client, desk } = usePanel();
  const known = user?.username ?? '';
  const [username, setUsername] = useState(known);
  const [password, setPassword] = useState('');
  const task = useTask();
  const wrong = task.error instanceof RequestRefused && task.error.problem === 'wrong_credentials';

  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const before = document.title;
    document.title = 'Sign in · Lanyard';
    (known === '' ? first : second).current?.focus();
    return () => {
      document.title = before;
    };
  }, [known]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => {
      const { value } = await client.call('signIn', { body: { username, password } });
      setPassword('');
      desk.arrived(value);
    });
  };

  return (
    <div className={css['door']}>
      <header className={css['masthead']}>
        <Mark />
        <span className={css['wordmark']}>Lanyard</span>
      </header>
      <main>
        <h1>Sign in to the control panel</h1>
        <p className={css['where']}>
          For admins of <code>{window.location.origin}</code>
        </p>
        {reason !== undefined && <p className={css['why']}>{WHY[reason]}</p>}
        <form className={css['form']} onSubmit={submit}>
          <TextInput
            label="Username"
            name="username"
            value={username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            ref={first}
            description={
              user !== undefined && username.trim().toLowerCase() !== known.toLowerCase()
                ? `Somebody else starts anew: what ${user.name} typed here and did not save is lost.`
                : undefined
            }
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            name="password"
            value={password}
            autoComplete="current-password"
            required
            withAsterisk={false}
            ref={second}
            data-autofocus={known === '' ? undefined : true}
            visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }}
            error={wrong ? 'Username or password is wrong, or this person is no admin.' : undefined}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          {task.error !== undefined && !wrong && <ProblemNote error={task.error} />}
          <Button type="submit" variant="filled" size="md" loading={task.running}>
            Sign in
          </Button>
        </form>
        <OwnerWay />
      </main>
    </div>
  );
}
