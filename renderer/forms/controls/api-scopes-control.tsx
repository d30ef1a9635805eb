/** The scopes that an API defines: each with what it allows, the narrower ones that come with it, whether it is sensitive, and whose it is. */
import { Checkbox, MultiSelect, TextInput } from '@mantine/core';
import { useAnswer } from '../../api/use-answer.ts';
import { BLANK_SCOPE, groupsOfRow, PLAIN, rowOfGroups, rowsOf, type ScopeRow, scopeRowOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';
import { LineGroup, lineId, RemoveLine } from './line-group.tsx';
import { useAddedLine } from './use-added-line.ts';

const MOST_GROUPS = '200';

export function ApiScopesControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = rowsOf(value).map(scopeRowOf);
  const scopes = typed.length === 0 ? [BLANK_SCOPE] : typed;
  const [left = 'Scope', right = ''] = row.parts ?? [];
  const listed = useAnswer('listGroups', { query: { limit: MOST_GROUPS } });
  const known = listed.data?.value.items.map((group) => group.name) ?? [];
  const { adding, refOf } = useAddedLine(scopes.length);
  const put = (index: number, scope: ScopeRow) => onChange(scopes.map((each, at) => (at === index ? scope : each)));
  const text = { autoComplete: 'off', onBlur: onLeave } as const;
  const mono = { ...text, spellCheck: false, classNames: { input: css['mono'] ?? '' } } as const;
  return (
    <LineGroup
      id={id}
      label={label}
      description={description}
      faults={faults}
      onAdd={() => {
        adding();
        onChange([...scopes, BLANK_SCOPE]);
      }}
    >
      {scopes.map(([name, allows, includes, sensitive, groups], index) => {
        const fault = faults.find(({ line }) => line === index);
        return (
          // The rows have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={css['scope']}>
            <div className={css['line']}>
              <TextInput
                {...mono}
                ref={refOf(index)}
                id={lineId(id, index)}
                aria-label={`${left} ${index + 1}`}
                placeholder={left}
                value={name}
                error={fault === undefined ? undefined : sentenceOf(fault)}
                onChange={(event) => put(index, [event.currentTarget.value, allows, includes, sensitive, groups])}
              />
              <TextInput
                {...text}
                aria-label={`${right} ${index + 1}`}
                placeholder={right}
                value={allows}
                onChange={(event) => put(index, [name, event.currentTarget.value, includes, sensitive, groups])}
              />
            </div>
            <div className={css['line']}>
              <TextInput
                {...mono}
                aria-label={`Includes ${index + 1}`}
                placeholder="Includes narrower ones"
                value={includes}
                onChange={(event) => put(index, [name, allows, event.currentTarget.value, sensitive, groups])}
              />
              <Checkbox
                label="Sensitive: people are told to look twice"
                description="On unless you turn it off: only you know what the API does with it."
                checked={sensitive !== PLAIN}
                onChange={(event) => {
                  put(index, [name, allows, includes, event.currentTarget.checked ? '' : PLAIN, groups]);
                }}
              />
              {typed.length > 0 && (
                <RemoveLine
                  what={`row ${index + 1}`}
                  onRemove={() => onChange(scopes.filter((_scope, at) => at !== index))}
                />
              )}
            </div>
            <MultiSelect
              aria-label={`Groups ${index + 1}`}
              placeholder={groups === '' ? 'Everybody gets it. Choose groups to keep it for them' : ''}
              data={[...new Set([...groupsOfRow(groups), ...known])]}
              value={[...groupsOfRow(groups)]}
              searchable
              hidePickedOptions
              nothingFoundMessage="No such group"
              onChange={(names) => put(index, [name, allows, includes, sensitive, rowOfGroups(names)])}
            />
          </div>
        );
      })}
    </LineGroup>
  );
}
