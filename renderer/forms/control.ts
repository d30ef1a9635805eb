/** What every control of a form is given. */
import type { ReactNode } from 'react';
import type { FieldFault, FieldRow, FieldValue } from './field.ts';

export interface ControlProps {
  readonly row: FieldRow;
  readonly value: FieldValue;
  readonly faults: readonly FieldFault[];
  /** Of the same thing on the same page, the same; for ids. */
  readonly id: string;
  readonly label: ReactNode;
  readonly description: ReactNode;
  readonly onChange: (value: FieldValue) => void;
  readonly onLeave: () => void;
}
