/** Reads the body of a call that changes the office by a schema of the contract. */
import { invalidFields } from '../../admin/problem-error.ts';

/** As far as a schema of the contract is needed here. */
export interface Schema<T> {
  safeParse(body: unknown):
    | { readonly success: true; readonly data: T }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      };
}

export interface BodyFault {
  /** Of the member; empty for the whole. */
  readonly path: readonly string[];
  readonly reason: string;
}

/** Throws what `refuse` makes of every member that is wrong: ProblemError invalid where absent. */
export function readBody<T>(
  schema: Schema<T>,
  body: unknown,
  refuse: (faults: readonly BodyFault[]) => Error = invalidFields,
): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw refuse(parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), reason: message })));
}
