/** Fields that few need, folded under a heading. It opens by itself where one of them is at fault, or where a link leads to it. */
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { FieldRow } from './field.ts';
import css from './form-body.module.css';
import { FormField } from './form-field.tsx';
import type { Form } from './use-form.ts';

interface FoldedPartProps<T> {
  readonly heading: string;
  readonly form: Form<T>;
  readonly rows: readonly FieldRow[];
  /** The field that somebody was sent to. */
  readonly wanted: string | undefined;
}

export function FoldedPart<T>({ heading, form, rows, wanted }: FoldedPartProps<T>) {
  const [open, setOpen] = useState(rows.some(({ name }) => name === wanted));
  const faultInside = rows.some(({ name }) => form.faults.some((fault) => fault.name === name));
  return (
    <details className={css['more']} open={open || faultInside} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <IconChevronRight size={18} aria-hidden="true" /> {heading}
      </summary>
      <div className={css['form']}>
        {rows.map((row) => (
          <FormField key={row.name} form={form} row={row} />
        ))}
      </div>
    </details>
  );
}
