/** TLS by an authority of the office's own, which this process believes from then on, as the office's applications do. */
import { readFile, rm } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { makeCertificates } from './certificates.ts';

export interface TrustedTls {
  /** The file with the authority's certificate, and the certificate itself. */
  readonly ca: string;
  readonly ca_pem: string;
  /** What a server is started with. */
  readonly args: readonly string[];
  remove(): Promise<void>;
}

export async function makeTrustedTls(): Promise<TrustedTls> {
  const { directory, ca, cert, key } = await makeCertificates();
  const ca_pem = await readFile(ca, 'utf8');
  setDefaultCACertificates([...getCACertificates('default'), ca_pem]);
  return {
    ca,
    ca_pem,
    args: ['--tls', 'files', '--tls-cert', cert, '--tls-key', key],
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
