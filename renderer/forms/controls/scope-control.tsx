/** Scopes that exist, chosen with their meaning in view; over the wire one text with spaces. */
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { linesOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

const MOST = '200';

export function ScopeControl({ row, value, faults, id, label, description, onChange }: ControlProps) {
  const [q, setQ] = useState('');
  const scopes = useAnswer('listScopes', { query: { limit: MOST, q } }, { keepPrevious: true });
  const apis = useAnswer('listApis', { query: { limit: MOST, q } }, { keepPrevious: true });
  const meaning = new Map<string, string | undefined>();
  for (const { name, description: says } of scopes.data?.value.items ?? []) meaning.set(name, says);
  for (const api of apis.data?.value.items ?? []) {
    for (const { name, description: says } of api.scopes) meaning.set(name, says ?? api.name);
  }
  const chosen = [...linesOf(value)];
  const [fault] = faults;
  return (
    <MultiSelect
      id={id}
      label={label}
      description={description}
      data={[...new Set([...meaning.keys(), ...chosen])]}
      value={chosen}
      searchable
      searchValue={q}
      onSearchChange={setQ}
      hidePickedOptions
      nothingFoundMessage="No such scope. Scopes are made under APIs and scopes."
      placeholder={chosen.length === 0 ? row.placeholder : undefined}
      error={fault === undefined ? undefined : sentenceOf(fault)}
      renderOption={({ option }) => (
        <span>
          <code>{option.value}</code>
          <span className={css['choice-hint']}>{meaning.get(option.value)}</span>
        </span>
      )}
      onChange={onChange}
    />
  );
}
