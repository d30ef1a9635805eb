/**
 * What was thrown, as a problem of the admin API (RFC 9457): the counterpart of error-mapper.ts, which speaks OAuth. What is
 * no refusal of ours becomes a fault with an incident id, under which the log tells the operator what really happened.
 */
import { randomBytes } from 'node:crypto';
import { pointerOf } from '../contract/admin/field-problems.ts';
import { type Problem, PROBLEM_PREFIX, PROBLEMS } from '../contract/admin/problem.ts';
import { DomainError } from '../directory/domain-error.ts';
import { HashingBusy } from '../directory/passwords.ts';
import { ProblemError } from '../admin/problem-error.ts';
import type { Headers } from '../engine/wire.ts';
import type { Log } from '../log/log.ts';
import { StorageError } from '../storage/store.ts';

export interface MappedProblem {
  readonly problem: Problem;
  readonly headers: Headers;
}

/** `where` is method and path, without the query. */
export function mapProblem(thrown: unknown, log: Log, where: string): MappedProblem {
  const error = toProblemError(thrown);
  const { status } = PROBLEMS[error.problem];
  const { headers = {}, retry_after_s } = error.details;
  if (status < 500) {
    log.info('refused', { where, code: error.problem, description: error.message });
    return { problem: problemOf(error), headers: { ...headers, ...retryAfter(retry_after_s) } };
  }
  const incident = randomBytes(5).toString('hex');
  if (error.problem === 'unavailable') log.warn('not available', { incident, where, reason: messageOf(thrown) });
  else log.error('unexpected fault', { incident, where, fault: stackOf(thrown) });
  return { problem: { ...problemOf(error), incident }, headers: { ...headers, ...retryAfter(retry_after_s) } };
}

/** The body of a refusal. */
export function problemOf({ problem, details }: Pick<ProblemError, 'problem' | 'details'>): Problem {
  const { status, title } = PROBLEMS[problem];
  const { detail, errors, retry_after_s, current } = details;
  return {
    type: `${PROBLEM_PREFIX}${problem}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
    ...(retry_after_s === undefined ? {} : { retry_after_s }),
    ...(current === undefined ? {} : { current }),
  };
}

function toProblemError(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown;
  if (thrown instanceof DomainError) return fromDomain(thrown);
  if (thrown instanceof HashingBusy) return notNow('too many passwords are being checked at once', 1);
  if (thrown instanceof StorageError) return fromStorage(thrown);
  return new ProblemError('fault');
}

function fromDomain({ code, message, field, reason }: DomainError): ProblemError {
  if (field === undefined) return new ProblemError(code, { detail: message });
  return new ProblemError(code, { detail: message, errors: [{ pointer: pointerOf([field]), detail: reason }] });
}

const INDEX_FIELDS: ReadonlyMap<string, string> = new Map([
  ['name', 'name'],
  ['audience', 'audience'],
  ['client_id', 'client_id'],
  ['slug', 'slug'],
  ['username_key', 'username'],
]);

function fromStorage(error: StorageError): ProblemError {
  const field = INDEX_FIELDS.get(error.detail.index ?? '');
  if (error.code === 'not_found') return new ProblemError('not_found');
  if (error.code === 'unavailable') return notNow('the server cannot write its data at the moment', 5);
  if (error.code !== 'already_exists') return new ProblemError('fault');
  const errors = field === undefined ? {} : { errors: [{ pointer: pointerOf([field]), detail: 'is taken' }] };
  return new ProblemError('conflict', { detail: 'there is one of that name already', ...errors });
}

function notNow(detail: string, retry_after_s: number): ProblemError {
  return new ProblemError('unavailable', { detail, retry_after_s });
}

function retryAfter(seconds: number | undefined): Headers {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : 'something that is not an error was thrown';
}

function stackOf(thrown: unknown): string {
  return thrown instanceof Error ? (thrown.stack ?? thrown.message) : messageOf(thrown);
}
