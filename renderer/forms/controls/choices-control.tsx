/** Any of a few, a box each, with the consequence in view. What is set and has no words here keeps its box. */
import { Input } from '@mantine/core';
import { linesOf } from '../codecs.ts';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import type { Choice } from '../field.ts';
import css from './controls.module.css';

export function ChoicesControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const chosen = linesOf(value);
  const faultOf = (each: string) => faults.find(({ line }) => line !== undefined && chosen[line] === each);
  const placed = chosen.map(faultOf);
  const ofAll = faults.find((fault) => !placed.includes(fault));
  const toggle = (each: string) =>
    onChange(chosen.includes(each) ? chosen.filter((other) => other !== each) : [...chosen, each].toSorted());
  return (
    <fieldset className={css['group']} id={id} tabIndex={-1}>
      <legend className={css['legend']}>{label}</legend>
      {description}
      <div className={css['choices']}>
        {shownChoices(row.choices ?? [], chosen).map((choice) => {
          const fault = faultOf(choice.value);
          return (
            <label key={choice.value} className={css['choice']} data-chosen={chosen.includes(choice.value)}>
              <input
                type="checkbox"
                value={choice.value}
                checked={chosen.includes(choice.value)}
                aria-invalid={fault !== undefined || ofAll !== undefined}
                onChange={() => toggle(choice.value)}
                onBlur={onLeave}
              />
              <span>
                <span className={css['choice-label']}>
                  {choice.label} {choice.label !== choice.value && <code>{choice.value}</code>}
                </span>
                {choice.hint !== undefined && <span className={css['choice-hint']}>{choice.hint}</span>}
                {fault !== undefined && <Input.Error>{sentenceOf(fault)}</Input.Error>}
              </span>
            </label>
          );
        })}
      </div>
      {ofAll !== undefined && <Input.Error>{sentenceOf(ofAll)}</Input.Error>}
    </fieldset>
  );
}

function shownChoices(choices: readonly Choice[], chosen: readonly string[]): readonly Choice[] {
  const strange = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  return [...choices, ...strange.map((value) => ({ value, label: value }))];
}
