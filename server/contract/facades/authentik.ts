/** What authentik's REST calls that Lanyard answers take; members that authentik knows and Lanyard does nothing with may be there. */
import { z } from 'zod';

const expiry = { expiring: z.boolean().optional(), expires: z.iso.datetime({ offset: true }).nullish() };

/** POST /api/v3/core/users/service_account/ */
export const authentikServiceAccount = z.looseObject({
  name: z.string(),
  create_group: z.boolean().optional(),
  ...expiry,
});

/** POST /api/v3/core/tokens/ */
export const authentikToken = z.looseObject({
  identifier: z.string(),
  intent: z
    .literal('app_password', {
      error: () =>
        'must be app_password: no token opens the office for good; sign the account in with it at the token endpoint',
    })
    .optional(),
  user: z.int(),
  ...expiry,
});
