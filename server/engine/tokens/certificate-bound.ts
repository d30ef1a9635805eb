/** Access tokens that are good only together with the certificate of whoever got them: how they come to be. */
import { OAuthError } from '../../spec/oauth-error.ts';
import { thumbprintOf } from '../certificate-thumbprint.ts';
import type { Authorization } from '../grants/grant.ts';
import type { EndpointRequest } from '../wire.ts';

/**
 * The authorization with the certificate of the request, where the application wants its tokens bound; a key that it is
 * bound to stays. Throws invalid_request where the application wants that and came without one. RFC 8705 §3
 */
export function bindToCertificate(authorization: Authorization, { certificate }: EndpointRequest): Authorization {
  const wanted = authorization.subject.application?.tls_client_certificate_bound_access_tokens === true;
  if (!wanted) return authorization;
  if (certificate === undefined) {
    const description =
      'tokens of this client are bound to its certificate; ask at the address in mtls_endpoint_aliases';
    throw new OAuthError('invalid_request', description);
  }
  return { ...authorization, cnf: { ...authorization.cnf, 'x5t#S256': thumbprintOf(certificate.raw) } };
}
