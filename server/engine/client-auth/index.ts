/** The table of client authentication methods. */
import { appPassword } from './app-password.ts';
import type { Urls } from '../context.ts';
import type { ClientAuthMethod } from './client-auth.ts';
import { clientSecretBasic } from './client-secret-basic.ts';
import { clientSecretJwt } from './client-secret-jwt.ts';
import { clientSecretPost } from './client-secret-post.ts';
import { none } from './none.ts';
import { privateKeyJwt } from './private-key-jwt.ts';
import { selfSignedTlsClientAuth } from './self-signed-tls-client-auth.ts';
import { tlsClientAuth } from './tls-client-auth.ts';

export const CLIENT_AUTH_METHODS: readonly ClientAuthMethod[] = [
  clientSecretBasic,
  clientSecretPost,
  clientSecretJwt,
  privateKeyJwt,
  tlsClientAuth,
  selfSignedTlsClientAuth,
  appPassword,
  none,
];

/** Those that a client can use at this listener or at its alias for certificates. */
export function offeredMethods(urls: Pick<Urls, 'withCertificate'>): readonly ClientAuthMethod[] {
  const takesCertificates = urls.withCertificate('token') !== undefined;
  return CLIENT_AUTH_METHODS.filter((row) => row.by_certificate !== true || takesCertificates);
}
