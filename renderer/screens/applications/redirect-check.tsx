/** Says live whether a redirect address would be accepted, shows the first character that differs, and adds it. */
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { Answer } from '../../api/client.ts';
import { usePanel } from '../../api/panel.tsx';
import { ConnectionLost, RequestRefused } from '../../api/problem.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useFromVersion } from '../../api/use-from-version.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { notify } from '../../components/notify.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Application } from './application-answer.ts';
import css from './redirect-check.module.css';

const PAUSE_MS = 250;

export function RedirectCheck({ loaded }: { readonly loaded: Answer<Application> }) {
  const { id } = loaded.value;
  const [typed, setTyped] = useState('');
  const [redirect_uri] = useDebouncedValue(typed, PAUSE_MS);
  const answer = useAnswer(
    'checkRedirectUri',
    { path: { id }, body: { redirect_uri } },
    { enabled: redirect_uri !== '' },
  );
  // A verdict on what was typed before says nothing of what stands there now.
  const judged = typed !== '' && typed === redirect_uri;
  const check = judged ? answer.data?.value : undefined;
  const error = judged && check === undefined && !(answer.error instanceof ConnectionLost) ? answer.error : null;
  const fault = error instanceof RequestRefused ? error.errors[0] : undefined;
  return (
    <Section
      title="Does its redirect address fit?"
      sentence="Paste the address that the application sends, from its manual or from its error message."
    >
      <TextInput
        aria-label="Redirect address to check"
        placeholder="https://…"
        value={typed}
        spellCheck={false}
        autoComplete="off"
        error={fault === undefined ? undefined : `This ${fault.detail}.`}
        classNames={{ input: css['mono'] ?? '' }}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error !== null && fault === undefined && (
        <div className={css['answer']}>
          <ProblemNote error={error} onRetry={() => void answer.refetch()} />
        </div>
      )}
      <output className={css['answer']}>{check !== undefined && <Verdict check={check} asked={redirect_uri} />}</output>
      {check?.registered === false && check.addable && (
        <AddIt key={redirect_uri} loaded={loaded} redirect_uri={redirect_uri} />
      )}
    </Section>
  );
}

type Check = Answered<'checkRedirectUri'>;

function Verdict({ check, asked }: { readonly check: Check; readonly asked: string }) {
  if (check.registered) return <StateWord state="good">It fits: people can be sent there.</StateWord>;
  const { closest, differs_at } = check;
  return (
    <div className={css['verdict']}>
      <StateWord state="danger">It would be refused. {check.reason}</StateWord>
      {closest !== undefined && differs_at !== undefined && (
        <dl className={css['pair']}>
          <dt>Sent</dt>
          <dd>
            <Marked text={asked} from={differs_at} />
          </dd>
          <dt>Registered</dt>
          <dd>
            <Marked text={closest} from={differs_at} />
          </dd>
        </dl>
      )}
    </div>
  );
}

/** The part from where the two differ is underlined. */
function Marked({ text, from }: { readonly text: string; readonly from: number }) {
  return (
    <code>
      {text.slice(0, from)}
      <mark>{text.slice(from) || '␣'}</mark>
    </code>
  );
}

interface AddItProps {
  readonly loaded: Answer<Application>;
  readonly redirect_uri: string;
}

function AddIt({ loaded, redirect_uri }: AddItProps) {
  const { client } = usePanel();
  const { id, client_name, redirect_uris } = loaded.value;
  const path = { id };
  const send = useSend();
  const task = useTask();
  const from = useFromVersion(loaded, () => client.call('readApplication', { path }));
  const add = () =>
    task.run(async () => {
      const body = { redirect_uris: [...redirect_uris, redirect_uri] };
      await from((ifMatch) => send('changeApplication', { path, body, ifMatch }));
      notify(`${client_name} may send people there now.`);
    });
  return (
    <div className={css['answer']}>
      <Button loading={task.running} onClick={() => void add()}>
        Add it to the redirect addresses
      </Button>
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void add()} />}
    </div>
  );
}
