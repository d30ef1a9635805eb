/** response_type: one that is offered here and that the application is registered for. */
import { isLoopback } from '../../../spec/loopback.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { ResponseTypeRow } from '../../response-types/response-type.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';
import { isRegisteredFor, responseTypeOf } from '../response-type-of.ts';

export const responseType: Step<Target, ResponseTypeRow> = {
  name: 'response_type',
  spec: 'RFC 6749 §3.1.1',
  run({ params, application, redirect_uri }, cx) {
    const asked = params.get('response_type');
    if (asked === undefined) throw new OAuthError('invalid_request', 'response_type is missing');
    const row = responseTypeOf(asked);
    if (row === undefined || !row.available(cx.settings)) {
      throw new OAuthError('unsupported_response_type', `response_type '${asked.slice(0, 100)}' is not offered here`);
    }
    if (!isRegisteredFor(row, application)) {
      throw new OAuthError(
        'unauthorized_client',
        `this client is not registered for response_type ${row.response_type}`,
      );
    }
    const inFront = row.carries.some((what) => what !== 'code');
    if (inFront && isOpenToTheNetwork(redirect_uri)) {
      throw new OAuthError('invalid_request', 'redirect_uri is plain http, and no token is sent to such an address');
    }
    return row;
  },
};

/** OIDC Core §3.2.2.1 */
function isOpenToTheNetwork(redirect_uri: string): boolean {
  const { protocol, hostname } = new URL(redirect_uri);
  return protocol === 'http:' && !isLoopback(hostname);
}
