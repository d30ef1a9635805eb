/** Finds the operation of the admin API that a method and a path mean. */
import type { Method, Operation } from '../contract/admin/operation.ts';
import { OPERATIONS, type OperationName } from '../contract/admin/operations.ts';

export interface Found {
  readonly kind: 'found';
  readonly name: OperationName;
  readonly operation: Operation;
  readonly path: Readonly<Record<string, string>>;
}

export type Match =
  | Found
  | { readonly kind: 'nothing' }
  /** There is such a thing, and this can't be done to it. */
  | { readonly kind: 'other_method'; readonly allowed: readonly string[] };

interface Row {
  readonly name: OperationName;
  readonly operation: Operation;
  readonly segments: readonly string[];
}

export type FindOperation = (method: string, path: string) => Match;

export function createAdminTable(): FindOperation {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const rows: Row[] = names.map((name) => {
    const operation: Operation = OPERATIONS[name];
    return { name, operation, segments: operation.path.split('/') };
  });
  // Words before parameters: /signing-keys/rotate is no key.
  rows.sort((a, b) => parametersOf(a) - parametersOf(b));
  return (method, path) => {
    const segments = decodedSegments(path);
    const found = segments === undefined ? [] : rows.filter((row) => fits(row, segments));
    if (segments === undefined || found.length === 0) return { kind: 'nothing' };
    const asked = method === 'HEAD' ? 'GET' : method;
    const row = found.find(({ operation }) => operation.method === asked);
    if (row === undefined) return { kind: 'other_method', allowed: methodsOf(found) };
    return { kind: 'found', name: row.name, operation: row.operation, path: parametersIn(row, segments) };
  };
}

function parametersOf({ segments }: Row): number {
  return segments.filter(isParameter).length;
}

function isParameter(segment: string): boolean {
  return segment.startsWith('{');
}

function fits({ segments }: Row, asked: readonly string[]): boolean {
  return (
    segments.length === asked.length &&
    segments.every((segment, index) => (isParameter(segment) ? asked[index] !== '' : segment === asked[index]))
  );
}

function parametersIn({ segments }: Row, asked: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    segments.flatMap((segment, index) => (isParameter(segment) ? [[segment.slice(1, -1), asked[index] ?? '']] : [])),
  );
}

function methodsOf(rows: readonly Row[]): readonly string[] {
  const methods = new Set<Method | 'HEAD'>(rows.map(({ operation }) => operation.method));
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods].sort();
}

/** Undefined for percent-encoding that is broken: no id of ours looks like that. */
function decodedSegments(path: string): readonly string[] | undefined {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
