/** A web application over TLS whose framework knows Request and Response of the Fetch standard: all that stands between it and a browser. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface WebApplication {
  readonly origin: string;
  stop(): void;
}

/** `answer` is any handler of Node's, Express included. The certificate is the test's own. */
export async function startTlsApplication(
  tls: { readonly cert: string; readonly key: string },
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<WebApplication> {
  const server = createServer({ cert: await readFile(tls.cert), key: await readFile(tls.key) }, answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** `handle` answers paths below `/auth/`; everything else is nobody's. */
export async function startFetchApplication(
  tls: { readonly cert: string; readonly key: string },
  handle: (request: Request) => Promise<Response>,
): Promise<WebApplication> {
  const application = await startTlsApplication(tls, (request, response) => {
    if (request.url?.startsWith('/auth/') !== true) return void response.writeHead(200).end('the application');
    void relay(request, response).catch((fault: unknown) => response.writeHead(500).end(String(fault)));
  });
  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const body = request.method === 'POST' ? { body: new Uint8Array(await buffer(request)) } : {};
    const asked = new Request(`${application.origin}${request.url ?? '/'}`, {
      method: request.method ?? 'GET',
      headers,
      ...body,
    });
    const answer = await handle(asked);
    for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
    response.setHeader('set-cookie', answer.headers.getSetCookie());
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  }
  return application;
}
