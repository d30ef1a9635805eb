/**
 * The form that changes what is there. It sends what differs, made from the version that was read; where somebody else was
 * quicker, it shows what they changed and lets the person take theirs, keep their own, or merge.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Answer } from '../api/client.ts';
import { RequestRefused } from '../api/problem.ts';
import { useTask } from '../api/use-task.ts';
import { notify } from '../components/notify.ts';
import { readValues } from './codecs.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import type { BodyOf, Schema } from './faults.ts';
import type { FieldRow, FieldValues } from './field.ts';
import { FormBody } from './form-body.tsx';
import { differences } from './merge.ts';
import { useUnsaved } from './unsaved.ts';
import { useForm } from './use-form.ts';

interface ChangeFormProps<S extends Schema, V extends object> {
  readonly rows: readonly FieldRow[];
  readonly schema: S;
  /** What is there, with its version. */
  readonly loaded: Answer<V>;
  /** Asks again what is there. */
  readonly read: () => Promise<Answer<V>>;
  readonly save: (body: BodyOf<S>, version: string | undefined) => Promise<Answer<V>>;
  /** Said when it is saved: “Saved alice.” */
  readonly saved: string;
  /** What is shown of the values that stand there, before they are saved. */
  readonly preview?: (values: FieldValues) => ReactNode;
}

interface Conflict<V> {
  readonly theirs: FieldValues;
  readonly answer: Answer<V>;
}

export function ChangeForm<S extends Schema, V extends object>(props: ChangeFormProps<S, V>) {
  const { rows, schema, loaded, read, save, saved, preview } = props;
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

  const store = async (body: BodyOf<S>, from: string | undefined) => {
    const answer = await save(body, from);
    const values = readValues(rows, answer.value);
    form.rebase(values, values);
    setVersion(answer.etag);
    notify(saved);
  };

  /** Something of it is not as it was. What this form doesn't show is no reason to ask: it stays as it is now. */
  const compare = async (body: BodyOf<S>) => {
    const answer = await read();
    const theirs = readValues(rows, answer.value);
    if (differences(rows, form.base, theirs, form.values).length === 0) await store(body, answer.etag);
    else setConflict({ answer, theirs });
  };

  const submit = async () => {
    const body = form.checked();
    if (body === undefined) return;
    await task.run(async () => {
      try {
        await store(body, version).catch((error: unknown) => {
          if (!(error instanceof RequestRefused && error.problem === 'stale')) throw error;
          return compare(body);
        });
      } catch (error) {
        if (!(error instanceof Error && form.refused(error))) throw error;
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
      >
        {preview?.(form.values)}
      </FormBody>
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
