/** What the schema or the server found wrong, as faults of fields. Pure. */
import type { FieldProblem } from '../../server/contract/admin/problem.ts';
import type { FieldFault } from './field.ts';

/** The part of a zod schema that a form needs. */
export interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } };
}

export interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: unknown;
  readonly keys?: readonly string[] | undefined;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'on or off',
  array: 'a list',
  record: 'a JSON object, such as {"locale": "de-DE"}',
  object: 'a JSON object',
};

/** The schema's own words for what no check of ours has words for. */
export function faultOfIssue({ code, path, message, expected }: Issue): FieldFault {
  const [name, line] = path;
  const reason = code === 'invalid_type' ? `must be ${KINDS[String(expected)] ?? String(expected)}` : message;
  return {
    name: String(name ?? ''),
    ...(typeof line === 'number' ? { line } : {}),
    reason: typeof line === 'string' ? `holds ${line}, which ${reason}` : reason,
  };
}

/** A pointer into the request's body (RFC 6901 §3). */
export function faultOfProblem({ pointer, detail }: FieldProblem): FieldFault {
  const [name = '', line] = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (line !== undefined && /^\d+$/.test(line)) return { name, line: Number(line), reason: detail };
  return { name, reason: line === undefined ? detail : `holds ${line}, which ${detail}` };
}

/** “This is empty.” */
export function sentenceOf({ reason }: FieldFault): string {
  return `This ${reason}${/[.?]$/.test(reason) ? '' : '.'}`;
}
