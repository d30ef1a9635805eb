/** Before the browser tests: a certificate authority that the client libraries trust, as an office would install its own. */
import { rm } from 'node:fs/promises';
import { makeCertificates } from '../support/certificates.ts';

export default async function setUp(): Promise<() => Promise<void>> {
  const files = await makeCertificates();
  // Read by Node when a worker starts, so the unmodified clients in it trust the authority.
  process.env['NODE_EXTRA_CA_CERTS'] = files.ca;
  process.env['LANYARD_TEST_CERT'] = files.cert;
  process.env['LANYARD_TEST_KEY'] = files.key;
  return () => rm(files.directory, { recursive: true, force: true });
}
