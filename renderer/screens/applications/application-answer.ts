/** An application as the admin API answers it. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { DEVICE_CODE_GRANT } from '../../../server/spec/vocabulary.ts';

export type Application = Answered<'readApplication'>;

/** Whether people come to it by way of a browser: with a code, or with tokens that it brings along. */
export function sendsToBrowser(grant_types: Application['grant_types']): boolean {
  return grant_types.includes('authorization_code') || grant_types.includes('implicit');
}

/** Whether people come to it in any way: by a browser, for a device, or with the password itself. */
export function signsPeopleIn(grant_types: Application['grant_types']): boolean {
  return sendsToBrowser(grant_types) || grant_types.includes(DEVICE_CODE_GRANT) || grant_types.includes('password');
}
