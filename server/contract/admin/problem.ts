/** How the admin API refuses: RFC 9457 problem details, with a pointer to each field that is wrong. */
import { z } from 'zod';

/** The last part of `type`; the whole is `urn:lanyard:problem:` and this. */
export const PROBLEMS = {
  invalid: { status: 400, title: 'Something in the request is not as it has to be' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  wrong_credentials: { status: 401, title: 'Username or password is wrong' },
  forbidden: { status: 403, title: 'This is not allowed' },
  session_changed: { status: 403, title: 'Somebody has signed in here again meanwhile' },
  confirmation_needed: { status: 403, title: 'Confirm that it is you' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This can’t be done to it' },
  conflict: { status: 409, title: 'It contradicts what is there' },
  stale: { status: 412, title: 'Somebody else has changed it meanwhile' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The request is not JSON' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  fault: { status: 500, title: 'Something went wrong in Lanyard' },
  unavailable: { status: 503, title: 'Lanyard can’t do this just now' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

export type ProblemName = keyof typeof PROBLEMS;

const fieldProblem = z.object({
  pointer: z.string().describe('JSON Pointer (RFC 6901) into the request’s body, or ?name for a query parameter.'),
  detail: z.string().describe('What is wrong with it, as the end of “the value …”.'),
});

export const problemSchema = z
  .object({
    type: z.string().describe('urn:lanyard:problem: and one word.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().exactOptional(),
    errors: z.array(fieldProblem).exactOptional(),
    retry_after_s: z.int().exactOptional(),
    incident: z.string().describe('Stands beside the fault in the log.').exactOptional(),
    current: z.unknown().describe('With stale: the resource as it is now.').exactOptional(),
  })
  .describe('RFC 9457 problem details.');

export type Problem = z.infer<typeof problemSchema>;
export type FieldProblem = z.infer<typeof fieldProblem>;

export const PROBLEM_PREFIX = 'urn:lanyard:problem:';
