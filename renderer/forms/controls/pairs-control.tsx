/** Rows of two texts that belong together. */
import { TextInput } from '@mantine/core';
import { rowsOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import type { Pair } from '../field.ts';
import css from './controls.module.css';
import { LineGroup, lineId, RemoveLine } from './line-group.tsx';
import { useAddedLine } from './use-added-line.ts';

const BLANK: Pair = ['', ''];

export function PairsControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = rowsOf(value);
  const pairs = typed.length === 0 ? [BLANK] : typed;
  const [left, right = ''] = row.parts ?? ['Name'];
  const { adding, refOf } = useAddedLine(pairs.length);
  const put = (index: number, pair: Pair) => onChange(pairs.map((each, at) => (at === index ? pair : each)));
  return (
    <LineGroup
      id={id}
      label={label}
      description={description}
      faults={faults}
      onAdd={() => {
        adding();
        onChange([...pairs, BLANK]);
      }}
    >
      {pairs.map((pair, index) => {
        const fault = faults.find(({ line }) => line === index);
        return (
          // The rows have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={css['line']}>
            <TextInput
              ref={refOf(index)}
              id={lineId(id, index)}
              aria-label={`${left} ${index + 1}`}
              placeholder={left}
              value={pair[0]}
              error={fault === undefined ? undefined : sentenceOf(fault)}
              classNames={{ input: css['mono'] ?? '' }}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => put(index, [event.currentTarget.value, pair[1]])}
              onBlur={onLeave}
            />
            <TextInput
              aria-label={`${right} ${index + 1}`}
              placeholder={right}
              value={pair[1]}
              className={css['source'] ?? ''}
              classNames={{ input: css['mono'] ?? '' }}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => put(index, [pair[0], event.currentTarget.value])}
              onBlur={onLeave}
            />
            {typed.length > 0 && (
              <RemoveLine
                what={`row ${index + 1}`}
                onRemove={() => onChange(pairs.filter((_pair, at) => at !== index))}
              />
            )}
          </div>
        );
      })}
    </LineGroup>
  );
}
