/** The public keys of an application as the admin API shows them: enough to compare them with what its own side says. */
import { z } from 'zod';

export const applicationKeys = z.object({
  address: z.string().nullable().describe('Where they stand (jwks_uri); null where they are entered themselves.'),
  keys: z
    .array(
      z.object({
        kid: z.string().nullable(),
        kty: z.string(),
        crv: z.string().nullable(),
        alg: z.string().nullable(),
        use: z.string().nullable(),
      }),
    )
    .describe('Those that can be used here.'),
  unusable: z.int().describe('How many stand there besides, of kinds or sizes that can’t be used.'),
  problem: z
    .object({ sentence: z.string(), found: z.string().describe('What came in the way, for whoever looks after it.') })
    .nullable()
    .describe('Why they could not be read; null where they were.'),
});
