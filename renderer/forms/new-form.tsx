/** The form that makes a new thing. */
import { type ReactNode, useMemo } from 'react';
import { useTask } from '../api/use-task.ts';
import { FormBody } from './form-body.tsx';
import { readValues } from './codecs.ts';
import type { BodyOf, Schema } from './faults.ts';
import type { FieldRow, FieldValues } from './field.ts';
import { forgetUnsaved, useUnsaved } from './unsaved.ts';
import { useForm } from './use-form.ts';

interface NewFormProps<S extends Schema> {
  readonly rows: readonly FieldRow[];
  readonly schema: S;
  /** What it starts with, as the server would send it. */
  readonly start?: object;
  /** The same for what was typed so far, where the rest follows from it. */
  readonly startFor?: (values: FieldValues) => object;
  readonly verb: string;
  /** What is shown of the values that stand there, before they are sent. */
  readonly preview?: (values: FieldValues) => ReactNode;
  /** Answers what comes next, once nothing typed can be lost any more. */
  readonly make: (body: BodyOf<S>) => Promise<() => void>;
}

const NOTHING = {};

export function NewForm<S extends Schema>({
  rows,
  schema,
  start = NOTHING,
  startFor,
  verb,
  make,
  preview,
}: NewFormProps<S>) {
  const follow = useMemo(
    () => startFor && ((values: FieldValues) => readValues(rows, startFor(values))),
    [rows, startFor],
  );
  const form = useForm({ rows, schema, start: readValues(rows, start), follow, purpose: 'new' });
  const task = useTask();
  useUnsaved(form.dirty);
  const submit = async () => {
    const body = form.checked();
    if (body === undefined) return;
    await task.run(async () => {
      try {
        const next = await make(body);
        forgetUnsaved();
        next();
      } catch (error) {
        if (!(error instanceof Error && form.refused(error))) throw error;
      }
    });
  };
  return (
    <FormBody form={form} verb={verb} running={task.running} error={task.error} onSubmit={() => void submit()}>
      {preview?.(form.values)}
    </FormBody>
  );
}
