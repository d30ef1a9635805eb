/** The web server of an application: takes the browser's callback and keeps the address for the client library. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ClientApplication {
  readonly origin: string;
  readonly callback: string;
  readonly goodbye: string;
  /** The address of the next callback, query and all. */
  nextCallback(): Promise<URL>;
  stop(): Promise<void>;
}

export async function startClientApplication(): Promise<ClientApplication> {
  const waiting: ((url: URL) => void)[] = [];
  const arrived: URL[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin());
    if (url.pathname === '/callback') {
      const taker = waiting.shift();
      if (taker === undefined) arrived.push(url);
      else taker(url);
    }
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>The application</title><p id="here">${url.pathname}</p>`);
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: origin(),
    callback: `${origin()}/callback`,
    goodbye: `${origin()}/bye`,
    async nextCallback() {
      const url = arrived.shift();
      return url ?? new Promise((taker) => waiting.push(taker));
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
