/** A host on which an application describes itself: a client ID metadata document over https, as an office would meet one. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { CertificateFiles } from './certificates.ts';

export interface DescribedApplication {
  /** The address of the document. */
  readonly client_id: string;
  /** Host and port, as `outbound_allow` wants them. */
  readonly host: string;
  /** How often somebody read it. */
  readings(): number;
  stop(): Promise<void>;
}

/** `metadata` is what stands there beside the client_id. OAuth Client ID Metadata Document §4 */
export async function describeApplication(files: CertificateFiles, metadata: object): Promise<DescribedApplication> {
  const [cert, key] = await Promise.all([readFile(files.cert), readFile(files.key)]);
  let readings = 0;
  const server = createServer({ cert, key }, (_request, response) => {
    readings += 1;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ client_id, ...metadata }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const client_id = `https://${host}/client.json`;
  return {
    client_id,
    host,
    readings: () => readings,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
