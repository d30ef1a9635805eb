/** What Ory calls refusals that have another name here, and which status it gives them. The words stay ours: no client reads Ory's. */
import type { EndpointResponse } from '../../engine/wire.ts';
import type { OAuthError, OAuthErrorCode } from '../../spec/oauth-error.ts';

interface Told {
  readonly error: string;
  readonly status: number;
}

const TOLD: Partial<Readonly<Record<OAuthErrorCode, Told>>> = {
  access_denied: { error: 'access_denied', status: 403 },
  invalid_target: { error: 'invalid_request', status: 400 },
};

/** RFC 6749 §5.2 */
export function refuse({ code, status, description, headers }: OAuthError): EndpointResponse {
  const told = TOLD[code] ?? { error: code, status };
  return { kind: 'json', status: told.status, body: { error: told.error, error_description: description }, headers };
}

/** A token that is missing or dead; the challenge goes on saying it in RFC 6750's words. */
export function refuseUserinfo({ code, status, description, headers }: OAuthError): EndpointResponse {
  const error = status === 401 ? 'request_unauthorized' : code;
  return { kind: 'json', status, body: { error, error_description: description }, headers };
}
