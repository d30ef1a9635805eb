/** What an application says of its certificate, where it says anything: for whoever shows or exports it. */
import type { Application } from '../storage/records/directory.ts';
import { definedFields } from './defined-fields.ts';

/** RFC 8705 §2.1.2, §3.4 */
export function certificateFields(application: Application) {
  const { tls_client_auth_subject_dn, tls_client_auth_san_dns, tls_client_auth_san_uri } = application;
  const { tls_client_auth_san_ip, tls_client_auth_san_email } = application;
  const { tls_client_certificate_bound_access_tokens } = application;
  return definedFields({
    tls_client_auth_subject_dn,
    tls_client_auth_san_dns,
    tls_client_auth_san_uri,
    tls_client_auth_san_ip,
    tls_client_auth_san_email,
    tls_client_certificate_bound_access_tokens,
  });
}
