/** An application as the admin API answers it. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import {
  DEVICE_CODE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  TOKEN_EXCHANGE_GRANT,
} from '../../../server/spec/vocabulary.ts';
import { listed } from '../../words/count.ts';

export type Application = Answered<'readApplication'>;

/** Whether people come to it by way of a browser: with a code, or with tokens that it brings along. */
export function sendsToBrowser(grant_types: Application['grant_types']): boolean {
  return grant_types.includes('authorization_code') || grant_types.includes('implicit');
}

/** Ways in which people type something for it, elsewhere than in a browser that it sends here. */
const PEOPLE_TYPE = [DEVICE_CODE_GRANT, MAIL_CODE_GRANT, 'password'] as const;

/** Whether people come to it in any way: by a browser, for a device, or with the password itself. */
export function signsPeopleIn(grant_types: Application['grant_types']): boolean {
  return sendsToBrowser(grant_types) || PEOPLE_TYPE.some((way) => grant_types.includes(way));
}

/** What it does in the place of a sign-in; of those that are not here, the office has made one for itself. */
const WITHOUT_SIGN_IN: ReadonlyMap<string, string> = new Map([
  ['client_credentials', 'acts for itself'],
  [TOKEN_EXCHANGE_GRANT, 'passes requests on for people'],
  [JWT_BEARER_GRANT, 'brings people whom another server vouches for'],
]);

/** The beginning of a sentence about one to which nobody signs in. */
export function waysWithoutSignIn(grant_types: Application['grant_types']): string {
  const others = grant_types.filter((way) => way !== 'refresh_token');
  if (others.length === 0) return 'It has no way to a token';
  return `It ${listed([...new Set(others.map((way) => WITHOUT_SIGN_IN.get(way) ?? 'uses a grant of your own'))])}`;
}
