/** Who refers to something: what would have to let go of it first, or would change with it. */
import { z } from 'zod';

export const MOST_USERS_SHOWN = 20;

export const usedBy = z.object({
  items: z
    .array(
      z.object({
        kind: z.enum(['application', 'service_account']),
        id: z.string(),
        name: z.string().describe('Its client_name, or the username of a service account.'),
      }),
    )
    .max(MOST_USERS_SHOWN)
    .describe(`The first ${MOST_USERS_SHOWN} by name, applications before service accounts.`),
  total: z.int().describe('How many there are.'),
});
