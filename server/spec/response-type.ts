/** What a response_type is made of, and which grant types it presupposes. Which are offered is the engine's table to say. */
import type { GrantType, ResponseType } from './vocabulary.ts';

/** Whether a code comes back, which the token endpoint redeems. */
export function hasCode(response_type: ResponseType): boolean {
  return response_type.split(' ').includes('code');
}

/** Whether the browser is handed a token. */
export function hasTokens(response_type: ResponseType): boolean {
  return response_type !== 'code';
}

/** What a client of this response type must be registered for. RFC 7591 §2.1 */
export function grantTypesBehind(response_type: ResponseType): readonly GrantType[] {
  return [
    ...(hasCode(response_type) ? ['authorization_code' as const] : []),
    ...(hasTokens(response_type) ? ['implicit' as const] : []),
  ];
}
