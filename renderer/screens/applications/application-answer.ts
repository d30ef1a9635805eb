/** An application as the admin API answers it. */
import type { Answered } from '../../../server/contract/admin/types.ts';

export type Application = Answered<'readApplication'>;

/** Whether people come to it: with a code, or with tokens that the browser brings along. */
export function signsPeopleIn(grant_types: Application['grant_types']): boolean {
  return grant_types.includes('authorization_code') || grant_types.includes('implicit');
}
