/** Which of the acts that a person allowed a token is for: all of them, or those that are asked for anew. */
import { type AuthorizationDetail, isSameDetail, readAuthorizationDetails } from '../spec/authorization-details.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';

/** To be spread into an authorization. Throws invalid_authorization_details for one that nobody allowed. RFC 9396 §6.1 */
export function narrowDetails(
  params: Params,
  allowed: readonly AuthorizationDetail[] = [],
): { readonly authorization_details?: readonly AuthorizationDetail[] } {
  const text = params.get('authorization_details');
  if (text === undefined) return allowed.length === 0 ? {} : { authorization_details: allowed };
  const asked = readAuthorizationDetails(text);
  if ('reason' in asked) throw refused(asked.reason);
  if (asked.every((detail) => allowed.some((one) => isSameDetail(one, detail))))
    return { authorization_details: asked };
  throw refused('names more than was allowed');
}

function refused(reason: string): OAuthError {
  return new OAuthError('invalid_authorization_details', `authorization_details ${reason}`);
}
