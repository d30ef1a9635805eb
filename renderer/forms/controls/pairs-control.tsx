/** Rows of two texts that belong together. */
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { rowsOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import type { Pair } from '../field.ts';
import { keepFocus } from '../keep-focus.ts';
import css from './controls.module.css';
import { useAddedLine } from './use-added-line.ts';

const BLANK: Pair = ['', ''];

export function PairsControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = rowsOf(value);
  const pairs = typed.length === 0 ? [BLANK] : typed;
  const [left, right = ''] = row.parts ?? ['Name'];
  const { adding, refOf } = useAddedLine(pairs.length);
  const put = (index: number, pair: Pair) => onChange(pairs.map((each, at) => (at === index ? pair : each)));
  return (
    <fieldset className={css['group']} id={id} tabIndex={-1}>
      <legend className={css['legend']}>{label}</legend>
      {description}
      {pairs.map((pair, index) => {
        const fault = faults.find(({ line }) => line === index);
        return (
          // The rows have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={css['line']}>
            <TextInput
              ref={refOf(index)}
              id={index === 0 ? `${id}-first` : `${id}-${index}`}
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
              <ActionIcon
                aria-label={`Remove row ${index + 1}`}
                onMouseDown={keepFocus}
                onClick={() => onChange(pairs.filter((_pair, at) => at !== index))}
              >
                <IconTrash size={18} aria-hidden="true" />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {faults
        .filter(({ line }) => line === undefined)
        .map((fault) => (
          <Input.Error key={fault.reason}>{sentenceOf(fault)}</Input.Error>
        ))}
      <Button
        size="xs"
        variant="subtle"
        className={css['add'] ?? ''}
        leftSection={<IconPlus size={16} />}
        onMouseDown={keepFocus}
        onClick={() => {
          adding();
          onChange([...pairs, BLANK]);
        }}
      >
        Add another
      </Button>
    </fieldset>
  );
}
