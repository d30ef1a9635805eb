/** One mail: what became of it and, on request, what it says. That is asked for each time and kept nowhere. */
import { Button, Modal } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Copyable } from '../../components/copyable.tsx';
import css from '../../components/dialog.module.css';
import { Facts } from '../../components/facts.tsx';
import { Moment } from '../../components/moment.tsx';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { counted } from '../../words/count.ts';
import { STATE_WORDS, type Mail } from './mail.ts';

interface MailDialogProps {
  readonly mail: Mail;
  readonly onClose: () => void;
  /** Looks again at the list. */
  readonly again: () => void;
}

export function MailDialog({ mail, onClose, again }: MailDialogProps) {
  const send = useSend();
  const task = useTask();
  const [text, setText] = useState<string>();
  const path = { id: mail.id };
  const whom = mail.username ?? mail.to;
  const open = () =>
    task.run(async () => {
      const { value } = await send('openMail', { path });
      setText(value.text);
    });
  const handOver = () =>
    task.run(async () => {
      await send('handOverMail', { path });
      notify(`Handed over to ${whom}.`);
      onClose();
    });
  const retry = () =>
    task.run(async () => {
      await send('retryMail', { path });
      notify('It is sent again.');
      again();
    });
  return (
    <Modal opened onClose={onClose} title={mail.subject} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={css['dialog']}>
        <Facts facts={factsOf(mail)} />
        {text !== undefined && <Copyable text={text} what="what the mail says" block />}
        {mail.readable && text === undefined && (
          <p>
            What it says is for {whom} alone. Open it to hand it over: on paper, by telephone, or in a message of yours.
            The audit log keeps that you read it.
          </p>
        )}
        {task.error !== undefined && <ProblemNote error={task.error} />}
        <div className={css['actions']}>
          {mail.readable && mail.error !== null && (
            <Button disabled={task.running} onClick={() => void retry()}>
              Send again
            </Button>
          )}
          {mail.readable && text === undefined && (
            <Button variant="filled" loading={task.running} onClick={() => void open()}>
              Open it
            </Button>
          )}
          {mail.readable && text !== undefined && (
            <Button variant="filled" loading={task.running} onClick={() => void handOver()}>
              I have handed it over
            </Button>
          )}
          {!mail.readable && <Button onClick={onClose}>Close</Button>}
        </div>
      </div>
    </Modal>
  );
}

function factsOf(mail: Mail) {
  const { to, state, tries, tried_at, sent_at, error, answer, expires_at, opened_at, opened_by } = mail;
  const { handed_over_at, handed_over_by } = mail;
  const rows: readonly (readonly [what: string, value: ReactNode, shown: boolean])[] = [
    ['To', <code key="to">{to}</code>, true],
    ['State', STATE_WORDS[state].word, true],
    ['Good until', <Moment key="until" at={expires_at} />, mail.readable],
    ['Sent', sent_at !== null && <Moment key="sent" at={sent_at} />, sent_at !== null],
    ['The server said', <code key="said">{answer}</code>, answer !== null],
    [
      'Came in the way',
      <>
        {error}, after {counted(tries, 'try', 'tries')}, the last {tried_at !== null && <Moment at={tried_at} />}
      </>,
      error !== null,
    ],
    [
      'First read',
      <>
        {opened_at !== null && <Moment at={opened_at} />} by {opened_by}
      </>,
      opened_at !== null,
    ],
    [
      'Handed over',
      <>
        {handed_over_at !== null && <Moment at={handed_over_at} />} by {handed_over_by}
      </>,
      handed_over_at !== null,
    ],
  ];
  return rows.flatMap(([what, value, shown]) => (shown ? [{ what, value }] : []));
}
