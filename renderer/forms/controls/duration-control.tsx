/** A length of time: typed in the unit that suits it, sent in seconds. What is typed stays as it is typed. */
import { Input, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ControlProps } from '../control.ts';
import { durationOf, typedDuration, UNITS } from '../duration.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

export function DurationControl({ value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const seconds = String(value);
  const [held, setHeld] = useState(() => durationOf(seconds));
  // Only what came from elsewhere is put into a unit of its own.
  const shown = held.seconds === seconds ? held : durationOf(seconds);
  const [fault] = faults;
  const error = fault === undefined ? undefined : sentenceOf(fault);
  const put = (text: string, unit: string) => {
    const next = typedDuration(text, unit);
    setHeld(next);
    onChange(next.seconds);
  };
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <div className={css['duration']}>
        <TextInput
          id={id}
          inputMode="numeric"
          value={shown.text}
          error={fault !== undefined}
          autoComplete="off"
          onChange={(event) => put(event.currentTarget.value, shown.unit)}
          onBlur={onLeave}
        />
        <NativeSelect
          aria-label="Unit"
          data={[...UNITS]}
          value={shown.unit}
          onChange={(event) => put(shown.text, event.currentTarget.value)}
        />
      </div>
    </Input.Wrapper>
  );
}
