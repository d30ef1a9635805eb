/** A certificate that came over TLS, taken apart; and who it says it is, for methods that are chosen by it. */
import { X509Certificate } from 'node:crypto';
import type { ClientCertificate, EndpointRequest } from '../../wire.ts';
import { namesItselfAlone } from '../../names-itself-alone.ts';

const READ = new WeakMap<ClientCertificate, X509Certificate>();

/** The certificate with its fields. TLS has parsed it before, so that it is one. */
export function readCertificate(certificate: ClientCertificate): X509Certificate {
  const before = READ.get(certificate);
  if (before !== undefined) return before;
  const x509 = new X509Certificate(certificate.raw);
  READ.set(certificate, x509);
  return x509;
}

/** The certificate of a request that proves itself by nothing else, where it is of that kind. RFC 8705 §2 */
export function presentedCertificate(
  request: EndpointRequest,
  kind: 'issued' | 'self-signed',
): ClientCertificate | undefined {
  const { certificate } = request;
  if (certificate === undefined || !namesItselfAlone(request)) return undefined;
  const { subject, issuer } = readCertificate(certificate);
  return (subject === issuer) === (kind === 'self-signed') ? certificate : undefined;
}

/** Whether `now` (epoch seconds) lies within its validity. RFC 5280 §4.1.2.5 */
export function isInForce(x509: X509Certificate, now: number): boolean {
  return x509.validFromDate.getTime() <= now * 1000 && now * 1000 <= x509.validToDate.getTime();
}
