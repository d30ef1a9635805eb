/** One field of a form: the plain word with the technical name beside it, its default and consequence, and the control. */
import { Input } from '@mantine/core';
import { type FC, useId } from 'react';
import { CODECS } from './codecs.ts';
import type { ControlProps } from './control.ts';
import { ApiScopesControl } from './controls/api-scopes-control.tsx';
import { ChoiceControl } from './controls/choice-control.tsx';
import { ChoicesControl } from './controls/choices-control.tsx';
import { DurationControl } from './controls/duration-control.tsx';
import { FlagControl } from './controls/flag-control.tsx';
import { JsonControl } from './controls/json-control.tsx';
import { LinesControl } from './controls/lines-control.tsx';
import { NamesControl } from './controls/names-control.tsx';
import { PairsControl } from './controls/pairs-control.tsx';
import { PictureControl } from './controls/picture-control.tsx';
import { ScopeControl } from './controls/scope-control.tsx';
import { TextControl } from './controls/text-control.tsx';
import type { FieldKind, FieldRow, FieldValues } from './field.ts';
import css from './form-field.module.css';
import type { Form } from './use-form.ts';

const CONTROLS: Readonly<Record<FieldKind, FC<ControlProps>>> = {
  text: TextControl,
  mono: TextControl,
  password: TextControl,
  number: TextControl,
  flag: FlagControl,
  choice: ChoiceControl,
  choices: ChoicesControl,
  duration: DurationControl,
  lines: LinesControl,
  names: NamesControl,
  scope: ScopeControl,
  block: JsonControl,
  words: JsonControl,
  picture: PictureControl,
  json: JsonControl,
  pairs: PairsControl,
  described: PairsControl,
  'scopes-of-api': ApiScopesControl,
};

/** Made of several inputs. The others put the description into an Input.Description of their own. */
const GROUPS: ReadonlySet<FieldKind> = new Set(['lines', 'pairs', 'described', 'scopes-of-api', 'choice', 'choices']);

interface FormFieldProps<T> {
  readonly form: Form<T>;
  readonly row: FieldRow;
}

export function FormField<T>({ form, row }: FormFieldProps<T>) {
  const Control = CONTROLS[row.kind];
  // Two forms on one screen may have fields of the same name.
  const id = useId();
  const { name } = row;
  return (
    <div className={css['field']} data-field={name}>
      <Control
        row={row}
        id={id}
        value={form.values[name] ?? CODECS[row.kind].empty}
        faults={form.faults.filter((fault) => fault.name === name)}
        label={<FieldLabel row={row} />}
        description={<FieldDescription row={row} values={form.values} />}
        onChange={(value) => form.set(name, value)}
        onLeave={() => form.left(name)}
      />
    </div>
  );
}

function FieldLabel({ row }: { readonly row: FieldRow }) {
  return (
    <span className={css['label']}>
      {row.label} <code>{row.name}</code>
    </span>
  );
}

interface DescriptionProps {
  readonly row: FieldRow;
  readonly values: FieldValues;
}

function FieldDescription({ row, values }: DescriptionProps) {
  const { standard, kind } = row;
  const hint = hintFor(row, values);
  if (hint === undefined && standard === undefined) return undefined;
  const words = (
    <>
      {hint}
      {standard !== undefined && <span className={css['standard']}>Default: {standard}</span>}
    </>
  );
  return GROUPS.has(kind) ? <Input.Description component="div">{words}</Input.Description> : words;
}

function hintFor({ hint, hintWhere }: FieldRow, values: FieldValues): string | undefined {
  const other = hintWhere === undefined ? undefined : values[hintWhere.name];
  return (typeof other === 'string' ? hintWhere?.hints[other] : undefined) ?? hint;
}
