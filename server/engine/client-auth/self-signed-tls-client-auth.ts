/** A certificate that the application made for itself and registered, whole, beside its key (`x5c` of its jwks). */
import { findApplication } from '../../directory/applications.ts';
import { lookInKeys } from '../look-in-keys.ts';
import { isInForce, presentedCertificate, readCertificate } from './certificates/read-certificate.ts';
import { isSameThumbprint, thumbprintOf } from '../certificate-thumbprint.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const selfSignedTlsClientAuth: ClientAuthMethod = {
  name: 'self_signed_tls_client_auth',
  spec: 'RFC 8705 §2.2',
  advertised: 'self_signed_tls_client_auth',
  by_certificate: true,
  presented: ({ request }) => presentedCertificate(request, 'self-signed') !== undefined,
  claimed: ({ request }) => request.params.get('client_id') ?? '',
  async run({ request }, cx) {
    const certificate = presentedCertificate(request, 'self-signed');
    const application = await findApplication(cx.store, request.params.get('client_id') ?? '');
    if (certificate === undefined || application === undefined || application.disabled)
      return { kind: 'nobody', why: 'there is no such application' };
    const { token_endpoint_auth_method: method } = application;
    if (method !== 'self_signed_tls_client_auth')
      return { kind: 'nobody', why: `the application is registered for ${method}` };
    if (!isInForce(readCertificate(certificate), cx.now))
      return { kind: 'nobody', why: 'the certificate is not valid now' };
    const presented = thumbprintOf(certificate.raw);
    const looked = await lookInKeys(application, cx, (keys) => {
      const registered = keys.some(({ x5c }) => isSameThumbprint(thumbprintOfFirst(x5c), presented));
      return registered ? { found: true } : { why: 'is not one of those that the application registered (x5c)' };
    });
    if ('why' in looked) return { kind: 'nobody', why: `the certificate ${looked.why}` };
    return { kind: 'application', application, method: 'self_signed_tls_client_auth' };
  },
};

/** RFC 7517 §4.7: base64, not base64url; the first is that of the key. */
function thumbprintOfFirst(x5c: unknown): string {
  const certificates: readonly unknown[] = Array.isArray(x5c) ? x5c : [];
  const [first] = certificates;
  return typeof first === 'string' && first.length <= 8_192 ? thumbprintOf(Buffer.from(first, 'base64')) : '';
}
