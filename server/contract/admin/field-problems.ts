/** What a schema finds wrong with a value, field by field: for the server's refusals and the panel's forms alike. */
import type { z } from 'zod';
import type { FieldProblem } from './problem.ts';

export type Reading<T> = { readonly value: T } | { readonly errors: readonly FieldProblem[] };

/** Reads a request's body. It repeats the kind of what arrived, never the value. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): Reading<z.output<S>> {
  return read(schema, body, pointerOf);
}

/** Reads a request's query, as text by name. */
export function readQuery<S extends z.ZodType>(
  schema: S,
  query: Readonly<Record<string, string>>,
): Reading<z.output<S>> {
  return read(schema, query, (path) => `?${String(path[0] ?? '')}`);
}

type Path = readonly PropertyKey[];

function read<S extends z.ZodType>(schema: S, value: unknown, place: (path: Path) => string): Reading<z.output<S>> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return { value: parsed.data };
  const faults = parsed.error.issues.flatMap(faultsOf);
  return { errors: faults.map(({ path, reason }) => ({ pointer: place(path), detail: reason })) };
}

/** RFC 6901 §3 */
export function pointerOf(path: Path): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Fault {
  readonly path: Path;
  readonly reason: string;
}

function faultsOf(issue: z.core.$ZodIssue): readonly Fault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key], reason: 'is not known here' }));
  }
  if (issue.input === undefined && issue.code !== 'custom') return [{ path, reason: 'is missing' }];
  if (issue.code === 'invalid_type') {
    return [{ path, reason: `must be ${KINDS[issue.expected] ?? issue.expected}, not ${kindOf(issue.input)}` }];
  }
  if (issue.code === 'invalid_union') return [{ path, reason: 'is not a JSON value' }];
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return [{ path, reason: `is longer than ${String(issue.maximum)} characters` }];
  }
  if (issue.code === 'too_small' && issue.origin === 'string') {
    return [{ path, reason: issue.minimum === 1 ? 'is empty' : `is shorter than ${String(issue.minimum)} characters` }];
  }
  if (issue.code === 'invalid_value') {
    const known = issue.values.map(String);
    return [
      { path, reason: issue.message.startsWith('Invalid') ? `must be one of ${known.join(', ')}` : issue.message },
    ];
  }
  return [{ path, reason: issue.message }];
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  return KINDS[typeof input] ?? typeof input;
}
