/** Where a proof may say that it was sent to: an endpoint, and the same where TLS asks for certificates. */
import type { EndpointName } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';

/** RFC 9449 §4.2, RFC 8705 §5 */
export function addressesOf(
  endpoint: EndpointName,
  application: Application | undefined,
  { urls }: Pick<Context, 'urls'>,
): readonly string[] {
  return [urls.endpoint(endpoint, application), urls.withCertificate(endpoint)].filter((url) => url !== undefined);
}
