/** The server that sends mail, and a mail to try it with. */
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Link } from 'wouter';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import css from '../../components/dialog.module.css';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { ChangeForm } from '../../forms/change-form.tsx';
import { MAIL_FIELDS } from './mail-fields.ts';

export function MailServer({ loaded }: { readonly loaded: Answer<Answered<'readSettings'>> }) {
  const { client } = usePanel();
  const send = useSend();
  const { smtp_host, smtp_username, smtp_password_kept } = loaded.value;
  return (
    <Section
      title="Mail"
      sentence="How codes and links reach people. Without a mail server they wait in the Outbox for you."
      actions={
        <Button component={Link} href="/outbox">
          Open the Outbox
        </Button>
      }
    >
      {smtp_username !== '' && !smtp_password_kept && (
        <p>No password is kept for {smtp_username}: type it below, or the mail server will refuse.</p>
      )}
      <ChangeForm
        rows={MAIL_FIELDS}
        schema={OPERATIONS.changeSettings.body}
        loaded={loaded}
        read={() => client.call('readSettings', {})}
        save={(body, ifMatch) => send('changeSettings', { body, ifMatch })}
        saved="Saved how mail is sent."
      />
      {smtp_host !== '' && <TestMail />}
    </Section>
  );
}

function TestMail() {
  const send = useSend();
  const task = useTask();
  const [to, setTo] = useState('');
  const [done, setDone] = useState<string>();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void task.run(async () => {
      await send('sendTestMail', { body: { to: to.trim() } });
      setDone(to.trim());
    });
  };
  return (
    <form className={css['dialog']} onSubmit={submit}>
      <TextInput
        label="Send a test mail to"
        description="With what is saved above. The Outbox then says what the mail server answered."
        type="email"
        autoComplete="email"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      {task.error !== undefined && <ProblemNote error={task.error} />}
      <div className={css['actions']}>
        <Button type="submit" disabled={to.trim() === ''} loading={task.running}>
          Send a test mail
        </Button>
      </div>
      <output>
        {done !== undefined && (
          <>
            The mail to {done} is on its way. <Link href="/outbox">See in the Outbox what became of it</Link>
          </>
        )}
      </output>
    </form>
  );
}
