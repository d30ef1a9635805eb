/** The scopes that an API defines: each with what it allows, the narrower ones that come with it, and whether it is sensitive. */
import { Checkbox, TextInput } from '@mantine/core';
import { BLANK_SCOPE, PLAIN, rowsOf, type ScopeRow, scopeRowOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';
import { LineGroup, lineId, RemoveLine } from './line-group.tsx';
import { useAddedLine } from './use-added-line.ts';

export function ApiScopesControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = rowsOf(value).map(scopeRowOf);
  const scopes = typed.length === 0 ? [BLANK_SCOPE] : typed;
  const [left = 'Scope', right = ''] = row.parts ?? [];
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
      {scopes.map(([name, allows, includes, sensitive], index) => {
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
                onChange={(event) => put(index, [event.currentTarget.value, allows, includes, sensitive])}
              />
              <TextInput
                {...text}
                aria-label={`${right} ${index + 1}`}
                placeholder={right}
                value={allows}
                onChange={(event) => put(index, [name, event.currentTarget.value, includes, sensitive])}
              />
            </div>
            <div className={css['line']}>
              <TextInput
                {...mono}
                aria-label={`Includes ${index + 1}`}
                placeholder="Includes (names, parted by spaces)"
                value={includes}
                onChange={(event) => put(index, [name, allows, event.currentTarget.value, sensitive])}
              />
              <Checkbox
                label="Sensitive: people are told to look twice"
                checked={sensitive !== PLAIN}
                onChange={(event) => put(index, [name, allows, includes, event.currentTarget.checked ? '' : PLAIN])}
              />
              {typed.length > 0 && (
                <RemoveLine
                  what={`row ${index + 1}`}
                  onRemove={() => onChange(scopes.filter((_scope, at) => at !== index))}
                />
              )}
            </div>
          </div>
        );
      })}
    </LineGroup>
  );
}
