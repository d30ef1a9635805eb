/** Access tokens that are good only together with the certificate of whoever got them: how they come to be, and are used. */
import { OAuthError } from '../../spec/oauth-error.ts';
import { comesWithItsCertificate, thumbprintOf } from '../certificate-thumbprint.ts';
import type { Context } from '../context.ts';
import type { Authorization } from '../grants/grant.ts';
import type { EndpointRequest } from '../wire.ts';
import { findLiveToken, type LiveToken } from './lookup.ts';

/**
 * The authorization with the certificate of the request, where the application wants its tokens bound.
 * Throws invalid_request where it wants that and came without one. RFC 8705 §3
 */
export function bindToCertificate(authorization: Authorization, { certificate }: EndpointRequest): Authorization {
  const wanted = authorization.subject.application?.tls_client_certificate_bound_access_tokens === true;
  if (!wanted) return authorization;
  if (certificate === undefined) {
    const description =
      'tokens of this client are bound to its certificate; ask at the address in mtls_endpoint_aliases';
    throw new OAuthError('invalid_request', description);
  }
  return { ...authorization, certificate: thumbprintOf(certificate.raw) };
}

/** What a token stands for that was presented with this request; undefined also where its certificate did not come along. */
export async function findPresentedToken(
  value: string,
  request: Pick<EndpointRequest, 'certificate'>,
  cx: Context,
): Promise<LiveToken | undefined> {
  const token = await findLiveToken(value, cx);
  return token !== undefined && comesWithItsCertificate(token, request) ? token : undefined;
}

/** The same where no certificate can come along: a token that is bound to one is worth nothing there. */
export function findUnboundToken(value: string, cx: Context): Promise<LiveToken | undefined> {
  return findPresentedToken(value, {}, cx);
}
