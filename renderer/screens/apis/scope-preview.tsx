/** What the claims that stand in the form would show of somebody, worked out by the server before anything is saved. */
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { RequestRefused } from '../../api/problem.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Facts } from '../../components/facts.tsx';
import { CODECS } from '../../forms/codecs.ts';
import type { FieldValues } from '../../forms/field.ts';
import css from './scope-preview.module.css';

const PAUSE_MS = 300;
const MOST = '20';

export function ScopePreview({ values }: { readonly values: FieldValues }) {
  const [user_id, setUser] = useState<string | null>(null);
  const [typed] = useDebouncedValue(CODECS.pairs.write(values['claims'] ?? []), PAUSE_MS);
  const claims = typed as Readonly<Record<string, string>>;
  const includes = CODECS.lines.write(useDebouncedValue(values['includes'] ?? [], PAUSE_MS)[0]) as readonly string[];
  const mapped = Object.keys(claims).length + includes.length > 0;
  const answer = useAnswer(
    'previewScope',
    { body: { user_id: user_id ?? '', claims, includes: [...includes] } },
    { enabled: user_id !== null && mapped },
  );
  return (
    <section className={css['preview']} aria-label="Preview">
      <PersonChoice value={user_id} onChange={setUser} />
      <output>
        {!mapped && user_id !== null && <p className={css['hint']}>There is no claim yet.</p>}
        {mapped && answer.error !== null && <Refusal error={answer.error} />}
        {mapped && answer.error === null && answer.data !== undefined && (
          <Facts
            facts={answer.data.value.claims.map(({ name, included, value, fault }) => ({
              what: included === undefined ? name : `${name} (with ${included})`,
              value:
                value === undefined ? (
                  <span className={css['hint']}>{fault === undefined ? 'nothing' : `nothing: it ${fault}`}</span>
                ) : (
                  <code>{JSON.stringify(value)}</code>
                ),
            }))}
          />
        )}
      </output>
    </section>
  );
}

/** What is wrong with a claim stands at its field too, once the form is sent. */
function Refusal({ error }: { readonly error: Error }) {
  if (!(error instanceof RequestRefused) || error.errors.length === 0) return <ProblemNote error={error} />;
  return (
    <ul className={css['faults']}>
      {error.errors.map(({ pointer, detail }) => (
        <li key={`${pointer} ${detail}`}>
          <code>{pointer.split('/').at(-1)}</code> {detail}
        </li>
      ))}
    </ul>
  );
}

interface PersonChoiceProps {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

function PersonChoice({ value, onChange }: PersonChoiceProps) {
  const [q, setQ] = useState('');
  const answer = useAnswer('listUsers', { query: { limit: MOST, q } }, { keepPrevious: true });
  const people = answer.data?.value.items ?? [];
  return (
    <Select
      label="Preview"
      description="Choose somebody to see what an application would be shown of them."
      placeholder="A person"
      data={people.map(({ id, name, username }) => ({ value: id, label: `${name} (${username})` }))}
      value={value}
      searchable
      clearable
      onSearchChange={(text) => setQ(text.replace(/ \(.*\)$/, ''))}
      filter={({ options }) => options}
      nothingFoundMessage="Nobody of that name"
      onChange={onChange}
    />
  );
}
