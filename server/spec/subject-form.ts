/** What a product calls a person in its tokens, out of the names that each has here for good. */
import type { DialectName } from './vocabulary.ts';

export interface SubjectForm {
  /**
   * `id` is a UUID; `number` a decimal number below 2^53; `opaque` a keyed hash, from which nobody learns either. None is
   * ever given to anybody else, nor when its owner is gone.
   */
  readonly from: 'id' | 'number' | 'opaque';
  /** Stands before it: `auth0|`. */
  readonly prefix?: string;
}

/** By the dialect of the application; an `id` where there is none. */
export type SubjectForms = Partial<Readonly<Record<DialectName, SubjectForm>>>;
