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

/** Throws ProblemError invalid with every member that is wrong. */
export function readBody<T>(schema: Schema<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw invalidFields(parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), reason: message })));
}
