/** What the schema or the server found wrong, as faults of fields. Both say it in pointers into the body. Pure. */
import type { readBody } from '../../server/contract/admin/field-problems.ts';
import type { FieldProblem } from '../../server/contract/admin/problem.ts';
import { CODECS } from './codecs.ts';
import type { FieldFault, FieldRow, FieldValues } from './field.ts';

/** The server's own for the body of a request. */
export type Schema = Parameters<typeof readBody>[0];
export type BodyOf<S extends Schema> = Extract<ReturnType<typeof readBody<S>>, { readonly value: unknown }>['value'];

/**
 * A pointer into the request's body (RFC 6901 §3) as a field and its line. Lines that nobody filled in are not sent, so
 * the pointer's count is not that of the lines as they stand in `values`.
 */
export function faultOfProblem(
  { pointer, detail }: FieldProblem,
  rows: readonly FieldRow[],
  values: FieldValues,
): FieldFault {
  const [name = '', step] = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (step === undefined) return { name, reason: detail };
  const kind = rows.find((row) => row.name === name)?.kind;
  const line = kind === undefined ? undefined : CODECS[kind].lineOf?.(values[name] ?? CODECS[kind].empty, step);
  return line === undefined ? { name, reason: `holds ${step}, which ${detail}` } : { name, line, reason: detail };
}

/** “This is empty.” */
export function sentenceOf({ reason }: FieldFault): string {
  return `This ${reason}${/[.?]$/.test(reason) ? '' : '.'}`;
}
