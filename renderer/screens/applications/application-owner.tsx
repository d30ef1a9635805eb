/** Whose an application is that a person registered, and the way for the office to take it over. */
import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import type { Application } from './application-answer.ts';
import { type Owner, useOwner } from './use-owner.ts';

export function ApplicationOwner({ loaded }: { readonly loaded: Answer<Application> }) {
  const { client } = usePanel();
  const { id, client_name } = loaded.value;
  const path = { id };
  const owner = useOwner(loaded.value);
  const send = useSend();
  const task = useTask();
  const from = useFromVersion(loaded, () => client.call('readApplication', { path }));
  const takeOver = () =>
    task.run(async () => {
      await from((ifMatch) => send('changeApplication', { path, body: { owner_id: null }, ifMatch }));
      notify(`${client_name} is the office’s now.`);
    });
  if (owner.kind === 'office' || owner.kind === 'unknown') return null;
  return (
    <Section
      title="Whose it is"
      sentence={sentenceFor(owner)}
      actions={
        <Button loading={task.running} onClick={() => void takeOver()}>
          Take it over
        </Button>
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void takeOver()} />}
    </Section>
  );
}

function sentenceFor(owner: Extract<Owner, { readonly kind: 'gone' | 'person' }>) {
  if (owner.kind === 'gone') {
    return 'The person who registered it is gone, so nobody can sign in to it. Take it over if your office still needs it.';
  }
  const { id, name, disabled } = owner.user;
  const person = <Link href={`/people/${id}`}>{name}</Link>;
  if (disabled) {
    return (
      <>
        {person} registered it and is disabled, so nobody can sign in to it. Take it over if your office still needs it.
      </>
    );
  }
  return <>{person} registered it, and can change it, give it a new secret and delete it until you take it over.</>;
}
