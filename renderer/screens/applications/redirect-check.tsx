/** Says live whether a redirect address would be accepted, and shows the first character that differs. */
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import type { Application } from './application.tsx';
import css from './redirect-check.module.css';

const PAUSE_MS = 250;

export function RedirectCheck({ application }: { readonly application: Application }) {
  const [typed, setTyped] = useState('');
  const [redirect_uri] = useDebouncedValue(typed, PAUSE_MS);
  const answer = useAnswer(
    'checkRedirectUri',
    { path: { id: application.id }, body: { redirect_uri } },
    { enabled: redirect_uri !== '', keepPrevious: true },
  );
  const check = redirect_uri === '' ? undefined : answer.data?.value;
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
        classNames={{ input: css['mono'] ?? '' }}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <output className={css['answer']}>{check !== undefined && <Verdict check={check} asked={redirect_uri} />}</output>
    </Section>
  );
}

type Check = Answered<'checkRedirectUri'>;

function Verdict({ check, asked }: { readonly check: Check; readonly asked: string }) {
  if (check.registered) return <StateWord state="good">It fits: people can be sent there.</StateWord>;
  const { closest, differs_at } = check;
  return (
    <div className={css['verdict']}>
      <StateWord state="danger">
        It would be refused. {check.reason}
        {check.addable ? ' You can add it below under “Redirect addresses”.' : ''}
      </StateWord>
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
