/** On or off. */
import { Switch } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';

export function FlagControl({ value, faults, id, label, description, onChange }: ControlProps) {
  const [fault] = faults;
  return (
    <Switch
      id={id}
      label={label}
      description={description}
      checked={value === true}
      error={fault === undefined ? undefined : sentenceOf(fault)}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
