/** Why a request did not do what it should: refused by the server, never answered, or given up by the person. */
import {
  type FieldProblem,
  PROBLEM_PREFIX,
  type Problem,
  type ProblemName,
  PROBLEMS,
  problemSchema,
} from '../../server/contract/admin/problem.ts';

/** What the server answered instead of what was asked for. RFC 9457 */
export class RequestRefused extends Error {
  readonly problem: ProblemName;
  readonly status: number;
  /** What arrived, what was expected and who can fix it; the title where the server gave no more. */
  readonly detail: string;
  readonly errors: readonly FieldProblem[];
  readonly retry_after_s: number | undefined;
  /** Stands beside the fault in the server's log. */
  readonly incident: string | undefined;

  constructor(problem: ProblemName, said: Problem) {
    super(said.title);
    this.name = 'RequestRefused';
    this.problem = problem;
    this.status = said.status;
    this.detail = said.detail ?? said.title;
    this.errors = said.errors ?? [];
    this.retry_after_s = said.retry_after_s;
    this.incident = said.incident;
  }
}

/** No answer came, or none that this page understands. */
export class ConnectionLost extends Error {
  constructor() {
    super('Lanyard does not answer');
    this.name = 'ConnectionLost';
  }
}

/** The person closed the dialog that the request was waiting for. */
export class GivenUp extends Error {
  constructor() {
    super('Nothing was changed');
    this.name = 'GivenUp';
  }
}

/** Takes whatever a refusing answer holds: something between the two may have answered in the server's place. */
export function refusalOf(status: number, body: unknown): RequestRefused {
  const said = problemSchema.safeParse(body);
  if (said.success) {
    const name = said.data.type.replace(PROBLEM_PREFIX, '');
    return new RequestRefused(isProblemName(name) ? name : 'fault', said.data);
  }
  const { title } = PROBLEMS.fault;
  return new RequestRefused('fault', {
    type: `${PROBLEM_PREFIX}fault`,
    title,
    status,
    detail: `It answered ${status}.`,
  });
}

function isProblemName(name: string): name is ProblemName {
  return Object.hasOwn(PROBLEMS, name);
}
