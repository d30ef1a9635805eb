/** A certificate of an authority that the office trusts, with the one name in it that the application is registered by. */
import { findApplication } from '../../directory/applications.ts';
import { hasAlternativeName, isSubject } from '../../spec/certificate-names.ts';
import type { Application } from '../../storage/records/directory.ts';
import { isInForce, presentedCertificate, readCertificate } from './certificates/read-certificate.ts';
import type { ClientAuthMethod } from './client-auth.ts';

export const tlsClientAuth: ClientAuthMethod = {
  name: 'tls_client_auth',
  spec: 'RFC 8705 §2.1',
  advertised: 'tls_client_auth',
  by_certificate: true,
  presented: ({ request }) => presentedCertificate(request, 'issued') !== undefined,
  claimed: ({ request }) => request.params.get('client_id') ?? '',
  async run({ request }, cx) {
    const certificate = presentedCertificate(request, 'issued');
    const application = await findApplication(cx.store, request.params.get('client_id') ?? '');
    if (certificate === undefined || application === undefined || application.disabled)
      return { kind: 'nobody', why: 'there is no such application' };
    const { token_endpoint_auth_method: method } = application;
    if (method !== 'tls_client_auth') return { kind: 'nobody', why: `the application is registered for ${method}` };
    const { tls_client_ca } = cx.settings;
    if (tls_client_ca === '') return { kind: 'nobody', why: 'the setting tls_client_ca names no authority' };
    // A connection that began before an authority was taken back still carries what TLS thought of it then.
    if (certificate.verified_by !== tls_client_ca)
      return { kind: 'nobody', why: 'the certificate is not from an authority in tls_client_ca' };
    const x509 = readCertificate(certificate);
    if (!isInForce(x509, cx.now)) return { kind: 'nobody', why: 'the certificate is not valid now' };
    if (!names(x509, application))
      return { kind: 'nobody', why: 'the certificate does not have the name that the application is registered by' };
    return { kind: 'application', application, method: 'tls_client_auth' };
  },
};

interface Named {
  readonly subject: string;
  readonly subjectAltName: string | undefined;
}

/** RFC 8705 §2.1.2: exactly one of the five is registered. */
function names({ subject, subjectAltName }: Named, application: Application): boolean {
  const { tls_client_auth_subject_dn, tls_client_auth_san_dns, tls_client_auth_san_uri } = application;
  const { tls_client_auth_san_ip, tls_client_auth_san_email } = application;
  if (tls_client_auth_subject_dn !== undefined) return isSubject(subject, tls_client_auth_subject_dn);
  const has = (kind: 'dns' | 'uri' | 'ip' | 'email', expected: string | undefined) =>
    expected !== undefined && hasAlternativeName(subjectAltName, kind, expected);
  return (
    has('dns', tls_client_auth_san_dns) ||
    has('uri', tls_client_auth_san_uri) ||
    has('ip', tls_client_auth_san_ip) ||
    has('email', tls_client_auth_san_email)
  );
}
