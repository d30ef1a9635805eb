/** How lists are asked for and answered: paged by cursor, searched by `q`. */
import { z } from 'zod';
import type { Json } from '../../spec/vocabulary.ts';

export const MOST_PER_PAGE = 200;
export const USUAL_PER_PAGE = 50;

/** Query parameters come as text. */
const limit = z
  .string()
  .regex(/^[0-9]{1,3}$/, { error: 'must be a whole number from 1 to 200' })
  .transform(Number)
  .refine((value) => value >= 1 && value <= MOST_PER_PAGE, { error: 'must be a whole number from 1 to 200' })
  .describe('How many at most; 50 where absent.');

export const listQuery = z.strictObject({
  limit: limit.exactOptional(),
  cursor: z.string().max(1000).describe('`next` of the page before.').exactOptional(),
  q: z.string().max(200).describe('Only what contains this text, however it is spelled.').exactOptional(),
  sort: z
    .string()
    .max(60)
    .describe('A field of the resource to sort by; with a minus before it, downwards.')
    .exactOptional(),
});

/** A yes or no in a query. */
export const yesOrNo = z.enum(['true', 'false']);

/** The envelope of every list. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the next page; null at the end.'),
    total: z.int().describe('How many there are on all pages.'),
  });
}

/** Epoch seconds. */
export const moment = z.int().describe('Seconds since 1970 (UTC).');

/** Any JSON value. */
export const json: z.ZodType<Json> = z.json();
