/** A link may lead to one field of a form, by its name after the #: the form opens there. */
import { type RefObject, useEffect, useState } from 'react';
import type { FieldRow } from './field.ts';

/** Answers the name of the field that was asked for, if it is one of these, and brings the person to it. */
export function useNamedField(rows: readonly FieldRow[], body: RefObject<HTMLFormElement | null>): string | undefined {
  const [wanted] = useState(() => {
    const named = window.location.hash.slice(1);
    return rows.some(({ name }) => name === named) ? named : undefined;
  });
  useEffect(() => {
    if (wanted === undefined) return;
    const field = body.current?.querySelector(`[data-field="${wanted}"]`);
    const control = field?.querySelector('input, select, textarea, button');
    field?.scrollIntoView({ block: 'center' });
    if (control instanceof HTMLElement) control.focus({ preventScroll: true });
  }, [wanted, body]);
  return wanted;
}
