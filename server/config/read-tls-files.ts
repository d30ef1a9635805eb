/** Reads certificate and key for --tls files, and finds out at once whether they can be used, and for which names. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { Tls } from './config.ts';
import { ConfigError } from './config-error.ts';

export interface PemPair {
  readonly cert: string;
  readonly key: string;
}

/** Undefined without TLS. Throws ConfigError for files that can't be read, are not PEM, or don't belong together. */
export async function readTlsFiles(tls: Tls): Promise<PemPair | undefined> {
  if (tls.kind === 'off') return undefined;
  const [cert, key] = await Promise.all([readText(tls.cert, '--tls-cert'), readText(tls.key, '--tls-key')]);
  const certificate = parse(() => new X509Certificate(cert), `--tls-cert: ${tls.cert} is not a PEM certificate`);
  const privateKey = parse(() => createPrivateKey(key), `--tls-key: ${tls.key} is not an unencrypted PEM private key`);
  if (certificate.checkPrivateKey(privateKey)) return { cert, key };
  throw new ConfigError(`--tls-key: ${tls.key} is not the key of the certificate in ${tls.cert}`);
}

/** What to tell the operator when the certificate is not one for `origin`; undefined when it is. */
export function certificateWarning(certificate: string, origin: string): string | undefined {
  const host = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  const x509 = new X509Certificate(certificate);
  if ((isIP(host) === 0 ? x509.checkHost(host) : x509.checkIP(host)) !== undefined) return undefined;
  return (
    `--tls-cert: the certificate is not for ${host}, so browsers and applications will refuse ${origin}; ` +
    `give --issuer with a name that it has (${x509.subjectAltName ?? x509.subject})`
  );
}

async function readText(path: string, option: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new ConfigError(`${option}: ${path} can't be read (${code})`, cause);
  }
}

function parse<T>(read: () => T, otherwise: string): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigError(otherwise, cause);
  }
}
