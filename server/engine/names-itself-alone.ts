/** Whether a request names its client and proves nothing in its parameters: then the certificate does, or nothing has to. */
import { presentsAssertion } from './client-auth/assertions/judge-assertion.ts';
import { presentsAppPassword } from './presents-app-password.ts';
import type { EndpointRequest } from './wire.ts';

/** RFC 6749 §3.2.1, RFC 8705 §2 */
export function namesItselfAlone(request: EndpointRequest): boolean {
  return (
    request.authorization === undefined &&
    request.params.has('client_id') &&
    !request.params.has('client_secret') &&
    !presentsAssertion(request) &&
    !presentsAppPassword(request)
  );
}
