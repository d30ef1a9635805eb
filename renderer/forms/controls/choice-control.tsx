/** One of a few, each with its consequence in view. */
import { Input } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

export function ChoiceControl({ row, value, faults, id, label, description, onChange }: ControlProps) {
  const [fault] = faults;
  return (
    <fieldset className={css['group']} id={id} tabIndex={-1}>
      <legend className={css['legend']}>{label}</legend>
      {description}
      <div className={css['choices']}>
        {row.choices?.map((choice) => (
          <label key={choice.value} className={css['choice']} data-chosen={value === choice.value}>
            <input
              type="radio"
              name={id}
              value={choice.value}
              checked={value === choice.value}
              onChange={() => onChange(choice.value)}
            />
            <span>
              <span className={css['choice-label']}>{choice.label}</span>
              {choice.hint !== undefined && <span className={css['choice-hint']}>{choice.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {fault !== undefined && <Input.Error>{sentenceOf(fault)}</Input.Error>}
    </fieldset>
  );
}
