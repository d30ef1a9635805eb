/** The shape of a row in the table of the admin API's operations (operations.ts). */
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/**
 * Who may: `anyone` (the panel's own sign-in), `admin` (an admin's panel session, or a Bearer with `lanyard:admin`),
 * `recent_admin` (the same, but a panel session must have been confirmed, and the person behind a token must have typed the
 * password, within the last 15 minutes: secrets, keys, settings).
 */
export type Access = 'anyone' | 'admin' | 'recent_admin';

export interface Operation {
  readonly method: Method;
  /** With `{name}` for the members of `path_parameters`. */
  readonly path: `/api/v1/${string}`;
  readonly tag: string;
  /** One sentence, as people read it. */
  readonly summary: string;
  readonly access: Access;
  /** Where a panel session must have been confirmed although `access` is less: the end of “… where it …”. */
  readonly confirmed_where?: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly answer: Answer;
  /** Whether the answer carries an ETag, or the request may carry If-Match. RFC 9110 §8.8.3, §13.1.1 */
  readonly versioned?: boolean;
  /** Whether a POST may carry If-Match as well: it does something to what is there. */
  readonly conditional?: boolean;
}

export type Answer =
  | { readonly status: 200 | 201; readonly schema: z.ZodType }
  | { readonly status: 204 }
  /** A document that is no JSON of ours, or a stream: handed over as it is. */
  | { readonly status: 200; readonly media: string };
