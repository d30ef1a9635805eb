/** Where a request carries its access token, and how a refusal says so. */
import { OAuthError, type OAuthErrorCode } from '../spec/oauth-error.ts';
import type { EndpointRequest } from './wire.ts';

/**
 * The token of the Authorization header or, in a form body, of `access_token`; undefined when there is none.
 * Throws invalid_request for both at once. Tokens in a query are not read. RFC 6750 §2
 */
export function readBearerToken(request: EndpointRequest): string | undefined {
  const header = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.authorization ?? '')?.[1];
  const form = request.method === 'POST' ? request.params.get('access_token') : undefined;
  if (header !== undefined && form !== undefined) {
    throw bearerError('invalid_request', 'the access token was sent in two ways at once');
  }
  return header ?? form;
}

/** A refusal with its `WWW-Authenticate: Bearer` challenge; a request without any token gets the bare challenge. RFC 6750 §3 */
export function bearerError(code: OAuthErrorCode, description: string, scope?: string): OAuthError {
  const { description: safe } = new OAuthError(code, description);
  const parts = [
    `error="${code}"`,
    `error_description="${safe}"`,
    ...(scope === undefined ? [] : [`scope="${scope}"`]),
  ];
  return new OAuthError(code, description, { headers: { 'WWW-Authenticate': `Bearer ${parts.join(', ')}` } });
}
