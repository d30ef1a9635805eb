/** Whether a change would change anything. */
import { isDeepStrictEqual } from 'node:util';

/** Whether some field of `changes` has another value than in `record`; the order of an object's members doesn't count. */
export function differs<R extends object>(record: R, changes: Partial<R>): boolean {
  return !isDeepStrictEqual({ ...record, ...changes }, record);
}
