/** WebFinger as OpenID Connect uses it: of which host an account or address is, and the one link that is asked for. */

/** OpenID Connect Discovery §2 */
export const ISSUER_REL = 'http://openid.net/specs/connect/1.0/issuer';

const LONGEST = 500;

/**
 * Whether `resource` is an account (`acct:`) or an address of the host behind `origin`; undefined for what is neither. Who or
 * what it names there is not looked at. An account's host may leave the port out, an address may not. RFC 7033 §4.1
 */
export function belongsTo(resource: string, origin: string): boolean | undefined {
  if (resource.length > LONGEST || !/^[\x21-\x7e]+$/.test(resource)) return undefined;
  const { host, hostname } = new URL(origin);
  const at = /^acct:[^@/?#]+@([^@/?#]+)$/i.exec(resource)?.[1]?.toLowerCase();
  if (at !== undefined) return at === host || at === hostname;
  if (!/^https?:\/\//i.test(resource)) return undefined;
  return URL.canParse(resource) ? new URL(resource).origin === origin : undefined;
}
