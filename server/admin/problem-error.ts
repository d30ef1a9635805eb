/** A refusal in the words of the admin API's wire: one of its problems, and what belongs to it. */
import type { FieldProblem, ProblemName } from '../contract/admin/problem.ts';
import { pointerOf } from '../contract/admin/field-problems.ts';

export interface ProblemDetails {
  /** What arrived and what was expected; no secret. */
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  readonly retry_after_s?: number;
  /** With stale: the resource as it is now. */
  readonly current?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export class ProblemError extends Error {
  readonly problem: ProblemName;
  readonly details: ProblemDetails;

  constructor(problem: ProblemName, details: ProblemDetails = {}) {
    super(details.detail ?? problem);
    this.name = 'ProblemError';
    this.problem = problem;
    this.details = details;
  }
}

export function notFound(what: string): ProblemError {
  return new ProblemError('not_found', { detail: `there is no such ${what}` });
}

/** Fields of the body that are wrong; each reason completes "the value …". */
export function invalidFields(
  faults: readonly { readonly path: readonly (string | number)[]; readonly reason: string }[],
): ProblemError {
  const errors = faults.map(({ path, reason }) => ({ pointer: pointerOf(path), detail: reason }));
  return new ProblemError('invalid', { errors });
}
