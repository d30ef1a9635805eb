/** The fields of a form: those that matter first, the rest folded under their headings, and the buttons. */
import { Button } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useEffect, useRef, useState } from 'react';
import { ProblemNote } from '../components/problem-note.tsx';
import { isBlank } from './codecs.ts';
import type { FieldRow, FieldValues } from './field.ts';
import css from './form-body.module.css';
import { FoldedPart } from './folded-part.tsx';
import { FormField } from './form-field.tsx';
import { keepFocus } from './keep-focus.ts';
import { useNamedField } from './use-named-field.ts';
import type { Form } from './use-form.ts';

interface FormBodyProps<T> {
  readonly form: Form<T>;
  readonly verb: string;
  readonly running: boolean;
  /** What no field is to blame for. */
  readonly error: Error | undefined;
  readonly onSubmit: () => void;
  readonly onDiscard?: () => void;
  /** Whether it can be sent as it is. */
  readonly ready?: boolean;
  readonly children?: ReactNode;
}

export function FormBody<T>({
  form,
  verb,
  running,
  error,
  onSubmit,
  onDiscard,
  ready = true,
  children,
}: FormBodyProps<T>) {
  const body = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(0);
  const shown = form.rows.filter((row) => isShown(row, form.values));
  const folded = shown.filter(({ more }) => more === true);
  const wanted = useNamedField(form.rows, body);
  const anyFault = form.faults.length > 0;

  // After a try, the person stands at the first thing that is wrong.
  useEffect(() => {
    if (tried === 0 || !anyFault || running) return;
    const first = body.current?.querySelector('[data-field] [aria-invalid="true"]');
    if (first instanceof HTMLElement) first.focus();
  }, [tried, anyFault, running]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setTried((before) => before + 1);
    onSubmit();
  };
  const strange = form.faults.filter(({ name }) => !form.rows.some((row) => row.name === name));
  return (
    <form ref={body} className={css['form']} onSubmit={submit} noValidate>
      {shown
        .filter(({ more }) => more !== true)
        .map((row) => (
          <FormField key={row.name} form={form} row={row} />
        ))}
      {parted(folded).map(({ heading = 'More', rows }) => (
        <FoldedPart key={heading} heading={heading} form={form} rows={rows} wanted={wanted} />
      ))}
      {children}
      {strange.map(({ name, reason }) => (
        <p key={`${name} ${reason}`} role="alert" className={css['strange']}>
          <code>{name}</code> {reason}
        </p>
      ))}
      {error !== undefined && <ProblemNote error={error} />}
      <div className={css['buttons']}>
        <Button type="submit" variant="filled" loading={running} disabled={!ready} onMouseDown={keepFocus}>
          {verb}
        </Button>
        {onDiscard !== undefined && form.dirty && <Button onClick={onDiscard}>Discard changes</Button>}
      </div>
    </form>
  );
}

interface Part {
  readonly heading: string | undefined;
  readonly rows: readonly FieldRow[];
}

/** Rows of one heading stand together, in the order in which the headings come. */
function parted(rows: readonly FieldRow[]): readonly Part[] {
  const headings = [...new Set(rows.map(({ heading }) => heading))];
  return headings.map((heading) => ({ heading, rows: rows.filter((row) => row.heading === heading) }));
}

/** What was filled in stays in sight, so that it can be taken out. */
function isShown({ name, onlyWhere }: FieldRow, values: FieldValues): boolean {
  if (onlyWhere === undefined) return true;
  const other = values[onlyWhere.name];
  return (typeof other === 'string' && onlyWhere.is.includes(other)) || holdsSomething(values[name]);
}

function holdsSomething(value: FieldValues[string] | undefined): boolean {
  return value !== undefined && value !== false && !isBlank(value);
}
