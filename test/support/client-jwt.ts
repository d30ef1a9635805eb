/** JWTs as applications sign them: key pairs of every kind, and assertions that are right unless a test says otherwise. */
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

export interface ClientKey {
  readonly alg: string;
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function makeClientKey(alg: string, kid = `${alg}-1`): Promise<ClientKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  return { alg, kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}

let counted = 0;

/** The claims of an assertion that nothing is wrong with. */
export function assertionClaims(client_id: string, aud: unknown, now: number): Record<string, unknown> {
  counted += 1;
  return { iss: client_id, sub: client_id, aud, iat: now, exp: now + 60, jti: `jti-${counted}` };
}

/** `header` is set over alg and kid. */
export function sign(
  claims: Readonly<Record<string, unknown>>,
  key: Pick<ClientKey, 'alg' | 'kid'> & { readonly privateKey: CryptoKey | Uint8Array },
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: key.alg, kid: key.kid, ...header }).sign(key.privateKey);
}
