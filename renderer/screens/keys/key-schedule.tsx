/** When a next key takes over. */
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { RequestRefused } from '../../api/problem.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { exactTime } from '../../words/time.ts';
import css from './key-schedule.module.css';
import type { SigningKey } from './timeline.ts';

export function KeySchedule({ loaded }: { readonly loaded: Answer<SigningKey> }) {
  const { client } = usePanel();
  const key = loaded.value;
  const path = { kid: key.kid };
  const [typed, setTyped] = useState(key.activates_at === null ? '' : localText(key.activates_at));
  const send = useSend();
  const task = useTask();
  const from = useFromVersion(loaded, () => client.call('readSigningKey', { path }));
  const fault = task.error instanceof RequestRefused ? task.error.errors[0] : undefined;
  const activates_at = Math.floor(new Date(typed).getTime() / 1000);
  const save = () =>
    task.run(async () => {
      await from((ifMatch) => send('changeSigningKey', { path, body: { activates_at }, ifMatch }));
      notify(`It takes over on ${exactTime(activates_at)}.`);
    });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save();
  };
  return (
    <Section
      title="When it takes over"
      sentence="Not before every application has had time to fetch it. Choose an hour at which somebody is at hand."
    >
      <form className={css['form']} onSubmit={submit}>
        <TextInput
          type="datetime-local"
          label="Takes over at"
          value={typed}
          error={fault === undefined ? undefined : `This ${fault.detail}.`}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            task.forget();
          }}
        />
        <Button type="submit" loading={task.running} disabled={Number.isNaN(activates_at)}>
          Set the time
        </Button>
      </form>
      {task.error !== undefined && fault === undefined && (
        <ProblemNote error={task.error} onRetry={() => void save()} />
      )}
    </Section>
  );
}

/** As the browser's field for date and time wants it, where the reader is. */
function localText(at: number): string {
  const date = new Date(at * 1000);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
