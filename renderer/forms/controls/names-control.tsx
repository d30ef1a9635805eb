/** Names of things that exist: groups, or the APIs of the office. */
import { MultiSelect } from '@mantine/core';
import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { linesOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';

const MOST = '200';

export function NamesControl(props: ControlProps) {
  return props.row.from === 'apis' ? <ApiNames {...props} /> : <GroupNames {...props} />;
}

function GroupNames(props: ControlProps) {
  const [q, setQ] = useState('');
  const answer = useAnswer('listGroups', { query: { limit: MOST, q } }, { keepPrevious: true });
  const names = answer.data?.value.items.map(({ name }) => name) ?? [];
  return <Names {...props} names={names} q={q} onSearch={setQ} nothing="No such group" />;
}

function ApiNames(props: ControlProps) {
  const [q, setQ] = useState('');
  const answer = useAnswer('listApis', { query: { limit: MOST, q } }, { keepPrevious: true });
  const names = answer.data?.value.items.map(({ audience }) => audience) ?? [];
  return <Names {...props} names={names} q={q} onSearch={setQ} nothing="No such API" />;
}

interface NamesProps extends ControlProps {
  readonly names: readonly string[];
  readonly q: string;
  readonly onSearch: (q: string) => void;
  readonly nothing: string;
}

function Names({ row, value, faults, id, label, description, onChange, names, q, onSearch, nothing }: NamesProps) {
  const [fault] = faults;
  const chosen = [...linesOf(value)];
  return (
    <MultiSelect
      id={id}
      label={label}
      description={description}
      data={[...new Set([...chosen, ...names])]}
      value={chosen}
      searchable
      searchValue={q}
      onSearchChange={onSearch}
      hidePickedOptions
      nothingFoundMessage={nothing}
      placeholder={chosen.length === 0 ? row.placeholder : undefined}
      error={fault === undefined ? undefined : sentenceOf(fault)}
      onChange={onChange}
    />
  );
}
