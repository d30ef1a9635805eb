/** What tools for Gitea and Forgejo send of a person's own application. */
import { z } from 'zod';

/** What stands beside these (skip_secondary_authorization) is an admin's to decide, and passed over. */
export const forgeApplicationInput = z.object({
  name: z.string().optional(),
  confidential_client: z.boolean().optional(),
  redirect_uris: z.array(z.string()).nullable().optional(),
});

export type ForgeApplicationInput = z.infer<typeof forgeApplicationInput>;
