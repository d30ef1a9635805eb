/** A list of texts, one line each, with the fault at the line. */
import { TextInput } from '@mantine/core';
import { linesOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';
import { LineGroup, lineId, RemoveLine } from './line-group.tsx';
import { useAddedLine } from './use-added-line.ts';

export function LinesControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = linesOf(value);
  const lines = typed.length === 0 ? [''] : typed;
  const [one = 'Line'] = row.parts ?? [];
  const { adding, refOf } = useAddedLine(lines.length);
  const put = (index: number, text: string) => onChange(lines.map((line, at) => (at === index ? text : line)));
  const drop = (index: number) => onChange(lines.filter((_line, at) => at !== index));
  return (
    <LineGroup
      id={id}
      label={label}
      description={description}
      faults={faults}
      blankLast={lines.at(-1) === ''}
      onAdd={() => {
        adding();
        onChange([...lines, '']);
      }}
    >
      {lines.map((line, index) => {
        const fault = faults.find((each) => each.line === index);
        return (
          // The lines have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={css['line']}>
            <TextInput
              ref={refOf(index)}
              id={lineId(id, index)}
              aria-label={`${one} ${index + 1}`}
              value={line}
              placeholder={row.placeholder}
              error={fault === undefined ? undefined : sentenceOf(fault)}
              classNames={{ input: css['mono'] ?? '' }}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => put(index, event.currentTarget.value)}
              onBlur={onLeave}
            />
            {(lines.length > 1 || line !== '') && (
              <RemoveLine what={`${one.toLowerCase()} ${index + 1}`} onRemove={() => drop(index)} />
            )}
          </div>
        );
      })}
    </LineGroup>
  );
}
