/** What is typed into a form: its values, what is wrong with them, and what they differ in from where they started. */
import { useCallback, useMemo, useState } from 'react';
import { readBody } from '../../server/contract/admin/field-problems.ts';
import { RequestRefused } from '../api/problem.ts';
import { bodyOfChange, bodyOfNew, sameValue } from './codecs.ts';
import { type BodyOf, faultOfProblem, type Schema } from './faults.ts';
import type { FieldFault, FieldRow, FieldValue, FieldValues } from './field.ts';

export interface FormSetup<S extends Schema> {
  readonly rows: readonly FieldRow[];
  readonly schema: S;
  readonly start: FieldValues;
  /** What holds where nobody typed anything, where that follows from what was typed elsewhere. */
  readonly follow?: ((values: FieldValues) => FieldValues) | undefined;
  /** Whether it makes a new thing or changes one. */
  readonly purpose: 'new' | 'change';
}

export interface Form<T> {
  readonly rows: readonly FieldRow[];
  readonly base: FieldValues;
  readonly values: FieldValues;
  readonly dirty: boolean;
  /** What is wrong with the fields that were left or sent. */
  readonly faults: readonly FieldFault[];
  set(name: string, value: FieldValue): void;
  /** The person went on from a field: from now on what is wrong with it shows. */
  left(name: string): void;
  /** The body, or undefined where something is wrong, which then shows. */
  checked(): T | undefined;
  /** Puts what the server found wrong to its fields. Answers whether every fault has one. */
  refused(error: Error): boolean;
  /** Starts anew from what is there now, with these values typed. */
  rebase(base: FieldValues, values: FieldValues): void;
}

export function useForm<S extends Schema>({ rows, schema, start, follow, purpose }: FormSetup<S>): Form<BodyOf<S>> {
  const [base, setBase] = useState(start);
  const [typed, setTyped] = useState<FieldValues>({});
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [refusals, setRefusals] = useState<readonly FieldFault[]>([]);

  const values = useMemo(() => filled(base, typed, follow), [base, typed, follow]);

  const read = useCallback(
    () => readBody(schema, purpose === 'new' ? bodyOfNew(rows, values) : bodyOfChange(rows, base, values)),
    [rows, schema, base, values, purpose],
  );

  const faults = useMemo(() => {
    if (shown.size === 0) return refusals;
    const reading = read();
    const problems = 'errors' in reading ? reading.errors : [];
    const found = problems.map((problem) => faultOfProblem(problem, rows, values));
    return [...found.filter(({ name }) => shown.has(name)), ...refusals];
  }, [read, rows, values, shown, refusals]);

  return {
    rows,
    base,
    values,
    dirty: rows.some(({ name }) => !sameValue(values[name], base[name])),
    faults,
    set(name, value) {
      setTyped((before) => ({ ...before, [name]: value }));
      setRefusals((before) => before.filter((fault) => fault.name !== name));
    },
    left(name) {
      if (!shown.has(name) && !sameValue(values[name], base[name])) setShown((before) => new Set([...before, name]));
    },
    checked() {
      setShown(new Set(rows.map(({ name }) => name)));
      const reading = read();
      return 'value' in reading ? reading.value : undefined;
    },
    refused(error) {
      if (!(error instanceof RequestRefused) || error.errors.length === 0) return false;
      const found = error.errors.map((problem) => faultOfProblem(problem, rows, values));
      setRefusals(found);
      return found.every(({ name }) => rows.some((row) => row.name === name));
    },
    rebase(nextBase, nextValues) {
      setBase(nextBase);
      setTyped(nextValues);
      setShown(new Set());
      setRefusals([]);
    },
  };
}

/** What was typed, and what holds in the other fields. */
export function filled(base: FieldValues, typed: FieldValues, follow: FormSetup<Schema>['follow']): FieldValues {
  const values = { ...base, ...typed };
  return follow === undefined ? values : { ...follow(values), ...typed };
}
