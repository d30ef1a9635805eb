/** Text of several lines that people paste: a JSON object, for what has no field of its own, or PEM. */
import { Textarea } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

export function JsonControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  return (
    <Textarea
      id={id}
      label={label}
      description={description}
      value={String(value)}
      placeholder={row.placeholder}
      error={faults.length === 0 ? undefined : faults.map(sentenceOf).join(' ')}
      rows={Math.min(14, Math.max(4, String(value).split('\n').length + 1))}
      spellCheck={false}
      autoComplete="off"
      classNames={{ input: css['mono'] ?? '' }}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
