/** A length of time: typed in the unit that suits it, sent in seconds. */
import { Input, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

const UNITS = [
  { value: '86400', label: 'days' },
  { value: '3600', label: 'hours' },
  { value: '60', label: 'minutes' },
  { value: '1', label: 'seconds' },
] as const;

export function DurationControl({ value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const seconds = String(value);
  const [chosen, setChosen] = useState<string>();
  const unit = chosen ?? largestUnitOf(seconds);
  const [fault] = faults;
  const error = fault === undefined ? undefined : sentenceOf(fault);
  return (
    <Input.Wrapper id={id} label={label} description={description} error={error}>
      <div className={css['duration']}>
        <TextInput
          id={id}
          inputMode="numeric"
          value={shownIn(seconds, unit)}
          error={fault !== undefined}
          autoComplete="off"
          onChange={(event) => onChange(secondsOf(event.currentTarget.value, unit))}
          onBlur={onLeave}
        />
        <NativeSelect
          aria-label="Unit"
          data={[...UNITS]}
          value={unit}
          onChange={(event) => {
            const next = event.currentTarget.value;
            setChosen(next);
            onChange(secondsOf(shownIn(seconds, unit), next));
          }}
        />
      </div>
    </Input.Wrapper>
  );
}

function largestUnitOf(seconds: string): string {
  const number = Number(seconds);
  return UNITS.find(({ value }) => number !== 0 && number % Number(value) === 0)?.value ?? '1';
}

/** What can't be a number stays as it was typed. */
function shownIn(seconds: string, unit: string): string {
  return /^\d+$/.test(seconds) && Number(seconds) % Number(unit) === 0
    ? String(Number(seconds) / Number(unit))
    : seconds;
}

function secondsOf(typed: string, unit: string): string {
  return /^\d{1,12}$/.test(typed.trim()) ? String(Number(typed) * Number(unit)) : typed;
}
