/** Text of several lines: words that people read, or what they paste: a JSON object, for what has no field of its own, PEM, HTML. */
import { Textarea } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

export function JsonControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const technical = row.kind !== 'words';
  return (
    <Textarea
      id={id}
      label={label}
      description={description}
      value={String(value)}
      placeholder={row.placeholder}
      error={faults.length === 0 ? undefined : faults.map(sentenceOf).join(' ')}
      rows={Math.min(14, Math.max(4, String(value).split('\n').length + 1))}
      spellCheck={!technical}
      autoComplete="off"
      classNames={technical ? { input: css['mono'] ?? '' } : {}}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onLeave}
    />
  );
}
