/** The authorities that certificates of applications may come from, as an admin pastes them: PEM, one after the other. */
import { X509Certificate } from 'node:crypto';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;
const MOST = 20;

/** What is wrong with them, as the end of a sentence; undefined for good ones and for none. RFC 5280 §4.2.1.9, RFC 7468 §5 */
export function checkAuthorities(pem: string): string | undefined {
  if (pem === '') return undefined;
  const blocks = pem.match(CERTIFICATE) ?? [];
  if (pem.includes('PRIVATE KEY')) return 'holds a private key; only certificates belong here';
  if (blocks.length === 0) return 'has no certificate in PEM (-----BEGIN CERTIFICATE-----)';
  if (blocks.length > MOST) return `has more than ${MOST} certificates`;
  const bad = blocks.findIndex((block) => !isAuthority(block));
  return bad === -1 ? undefined : `has a certificate (the ${bad + 1}.) that is not one of an authority (CA)`;
}

function isAuthority(block: string): boolean {
  try {
    return new X509Certificate(block).ca;
  } catch {
    return false;
  }
}
