/** Reads query and body of a request to the admin API by the schemas of its operation. What no schema names is refused. */
import type { IncomingMessage } from 'node:http';
import { ProblemError } from '../admin/problem-error.ts';
import { type Reading, readBody, readQuery } from '../contract/admin/field-problems.ts';
import type { Operation } from '../contract/admin/operation.ts';
import type { FieldProblem } from '../contract/admin/problem.ts';
import { type Params, parseParams } from '../spec/params.ts';
import { hasBody } from './read-body.ts';
import { readJson } from './read-json.ts';
import { splitTarget } from './read-params.ts';

export interface AdminInput {
  readonly query: unknown;
  readonly body: unknown;
}

/** Throws ProblemError. Form and meaning of every value are the schemas' to know. */
export async function readAdminInput(operation: Operation, request: IncomingMessage): Promise<AdminInput> {
  const query = readQueryOf(operation, splitTarget(request.url ?? '').query);
  return { query, body: await readBodyOf(operation, request) };
}

function readQueryOf({ query }: Operation, encoded: string): unknown {
  const params = parseParams(encoded);
  const twice = params.repeated[0];
  if (twice !== undefined) throw refused([{ pointer: `?${twice}`, detail: 'stands there twice' }]);
  if (query !== undefined) return valueOf(readQuery(query, textsOf(params)));
  const unknown = Array.from(params.entries(), ([name]) => ({ pointer: `?${name}`, detail: 'is not known here' }));
  if (unknown.length > 0) throw refused(unknown);
  return undefined;
}

/** An empty value counts as omitted, as everywhere. */
function textsOf(params: Params): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(params.entries()).filter(([, value]) => value !== ''));
}

async function readBodyOf({ body: schema }: Operation, request: IncomingMessage): Promise<unknown> {
  if (schema === undefined) {
    if (!hasBody(request)) return undefined;
    throw refused([{ pointer: '', detail: 'was not expected: this takes no body' }]);
  }
  // Where nothing in a body is required, none is as good as an empty one.
  const body = await readJson(request);
  return valueOf(readBody(schema, body === undefined ? {} : body));
}

function valueOf<T>(reading: Reading<T>): T {
  if ('value' in reading) return reading.value;
  throw refused(reading.errors);
}

function refused(errors: readonly FieldProblem[]): ProblemError {
  return new ProblemError('invalid', { errors });
}
