/** A list of texts, one line each, with the fault at the line. */
import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { linesOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import { keepFocus } from '../keep-focus.ts';
import css from './controls.module.css';
import { useAddedLine } from './use-added-line.ts';

export function LinesControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const typed = linesOf(value);
  const lines = typed.length === 0 ? [''] : typed;
  const [one = 'Line'] = row.parts ?? [];
  const ofAll = faults.find(({ line }) => line === undefined);
  const { adding, refOf } = useAddedLine(lines.length);
  const put = (index: number, text: string) => onChange(lines.map((line, at) => (at === index ? text : line)));
  const drop = (index: number) => onChange(lines.filter((_line, at) => at !== index));
  return (
    <fieldset className={css['group']} id={id} tabIndex={-1}>
      <legend className={css['legend']}>{label}</legend>
      {description}
      {lines.map((line, index) => {
        const fault = faults.find((each) => each.line === index);
        return (
          // The lines have no identity but their place.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className={css['line']}>
            <TextInput
              ref={refOf(index)}
              id={index === 0 ? `${id}-first` : `${id}-${index}`}
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
              <ActionIcon
                aria-label={`Remove ${one.toLowerCase()} ${index + 1}`}
                onMouseDown={keepFocus}
                onClick={() => drop(index)}
              >
                <IconTrash size={18} aria-hidden="true" />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {ofAll !== undefined && <Input.Error>{sentenceOf(ofAll)}</Input.Error>}
      <Button
        size="xs"
        variant="subtle"
        className={css['add'] ?? ''}
        leftSection={<IconPlus size={16} />}
        onMouseDown={keepFocus}
        disabled={lines.at(-1) === ''}
        onClick={() => {
          adding();
          onChange([...lines, '']);
        }}
      >
        Add another
      </Button>
    </fieldset>
  );
}
