/**
 * The form that changes what is there. It sends what differs, made from the version that was read; where somebody else was
 * quicker, it shows what they changed and lets the person take theirs, keep their own, or merge.
 */
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../api/client.ts';
import { RequestRefused } from '../api/problem.ts';
import { useTask } from '../api/use-task.ts';
import { notify } from '../components/notify.ts';
import { readValues } from './codecs.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import type { Schema } from './faults.ts';
import type { FieldRow, FieldValues } from './field.ts';
import { FormBody } from './form-body.tsx';
import { useUnsaved } from './unsaved.ts';
import { useForm } from './use-form.ts';

interface ChangeFormProps<T, V extends object> {
  readonly rows: readonly FieldRow[];
  readonly schema: Schema<T>;
  /** What is there, with its version. */
  readonly loaded: Answer<V>;
  /** Asks again what is there. */
  readonly read: () => Promise<Answer<V>>;
  readonly save: (body: T, version: string | undefined) => Promise<Answer<V>>;
  /** Said when it is saved: “Saved alice.” */
  readonly saved: string;
}

interface Conflict<V> {
  readonly theirs: FieldValues;
  readonly answer: Answer<V>;
}

export function ChangeForm<T, V extends object>(props: ChangeFormProps<T, V>) {
  const { rows, schema, loaded, read, save, saved } = props;
  const start = readValues(rows, loaded.value);
  const form = useForm({ rows, schema, start, purpose: 'change' });
  const [version, setVersion] = useState(loaded.etag);
  const seen = useRef(loaded.etag);
  const [conflict, setConflict] = useState<Conflict<V>>();
  const [again, setAgain] = useState(false);
  const task = useTask();
  const { dirty, rebase } = form;
  useUnsaved(dirty);

  // What is read anew replaces what is shown, as long as nobody types.
  useEffect(() => {
    if (loaded.etag === seen.current) return;
    seen.current = loaded.etag;
    if (dirty || loaded.etag === version) return;
    const values = readValues(rows, loaded.value);
    rebase(values, values);
    setVersion(loaded.etag);
  }, [loaded, version, dirty, rows, rebase]);

  const submit = async () => {
    const body = form.checked();
    if (body === undefined) return;
    await task.run(async () => {
      try {
        const answer = await save(body, version);
        const values = readValues(rows, answer.value);
        form.rebase(values, values);
        setVersion(answer.etag);
        notify(saved);
      } catch (error) {
        if (error instanceof RequestRefused && error.problem === 'stale') {
          const answer = await read();
          setConflict({ answer, theirs: readValues(rows, answer.value) });
        } else if (!(error instanceof Error && form.refused(error))) throw error;
      }
    });
  };

  // After a merge the form holds new values; they are sent once it does.
  useEffect(() => {
    if (!again) return;
    setAgain(false);
    void submit();
    // Only the wish to send again starts this.
    // eslint-disable-next-line react/exhaustive-deps
  }, [again]);

  const settle = (values: FieldValues, thenSave: 'then save' | 'only show') => {
    if (conflict === undefined) return;
    form.rebase(conflict.theirs, values);
    setVersion(conflict.answer.etag);
    setConflict(undefined);
    if (thenSave === 'then save') setAgain(true);
  };

  return (
    <>
      <FormBody
        form={form}
        verb="Save"
        ready={dirty}
        running={task.running}
        error={task.error}
        onSubmit={() => void submit()}
        onDiscard={() => form.rebase(form.base, form.base)}
      />
      {conflict !== undefined && (
        <ConflictDialog
          rows={rows}
          base={form.base}
          theirs={conflict.theirs}
          mine={form.values}
          onTakeTheirs={() => settle(conflict.theirs, 'only show')}
          onSave={(values) => settle(values, 'then save')}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}
