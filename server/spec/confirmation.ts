/** What a token is bound to: only who holds the key, or comes by the certificate, may use it. The claim `cnf`. */
import type { Json } from './vocabulary.ts';

export interface Confirmation {
  /** The thumbprint of a key that requests are signed with. RFC 9449 §6 */
  readonly jkt?: string;
  /** The thumbprint of a certificate that connections are made with. RFC 8705 §3.1 */
  readonly 'x5t#S256'?: string;
}

/**
 * The members that are known here; undefined only where the claim is absent. One that is not understood is empty: a
 * confirmation that nobody can give. RFC 7800 §3.1
 */
export function readConfirmation(cnf: Json | undefined): Confirmation | undefined {
  if (cnf === undefined) return undefined;
  if (typeof cnf !== 'object' || cnf === null || Array.isArray(cnf)) return {};
  return {
    ...('jkt' in cnf && typeof cnf.jkt === 'string' ? { jkt: cnf.jkt } : {}),
    ...('x5t#S256' in cnf && typeof cnf['x5t#S256'] === 'string' ? { 'x5t#S256': cnf['x5t#S256'] } : {}),
  };
}

/** SHA-256 as base64url without padding. RFC 7638 §3 */
export function isThumbprint(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}
