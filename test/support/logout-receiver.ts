/** An application's end of back-channel logout: a web server that keeps what it was sent and answers as a test says. */
import { createServer as createHttp, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Received {
  readonly path: string;
  readonly method: string;
  readonly content_type: string;
  readonly form: URLSearchParams;
}

/** A status, a status with a Location, or no answer at all. */
export type Reply = number | { readonly redirect: string } | 'hang';

export interface LogoutReceiver {
  readonly origin: string;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  /** What a path answers from now on, one after the other; the last one again and again. 200 where nothing was said. */
  answer(path: string, ...replies: readonly Reply[]): void;
  at(path: string): readonly Received[];
  /** How many requests at a path are without an answer, and still waited for by who asked. */
  hanging(path: string): number;
  /** The logout tokens that came at a path. */
  tokensAt(path: string): readonly string[];
  stop(): Promise<void>;
}

export async function startLogoutReceiver(tls?: {
  readonly cert: Buffer;
  readonly key: Buffer;
}): Promise<LogoutReceiver> {
  const received: Received[] = [];
  const replies = new Map<string, readonly Reply[]>();
  const hung: { readonly path: string; readonly response: ServerResponse }[] = [];
  const take: RequestListener = (request, response) => {
    const note = (one: Received) => {
      received.push(one);
      const [next = 200, ...later] = replies.get(one.path) ?? [];
      if (later.length > 0) replies.set(one.path, later);
      if (next === 'hang') return void hung.push({ path: one.path, response });
      if (typeof next === 'number') response.writeHead(next).end();
      else response.writeHead(307, { location: next.redirect }).end();
    };
    // Whoever hangs up in the middle has sent nothing.
    keep(request).then(note, () => response.destroy());
  };
  const server = tls === undefined ? createHttp(take) : createHttps(tls, take);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => received.filter((one) => one.path === path);
  return {
    origin: tls === undefined ? `http://127.0.0.1:${port}` : `https://localhost:${port}`,
    received,
    answer: (path, ...said) => void replies.set(path, said),
    at,
    hanging: (at_path) => hung.filter(({ path, response }) => path === at_path && !response.destroyed).length,
    tokensAt: (path) => at(path).map(({ form }) => form.get('logout_token') ?? ''),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function keep(request: IncomingMessage): Promise<Received> {
  const form = new URLSearchParams(await text(request));
  const { url: path = '', method = '', headers } = request;
  return { path, method, content_type: headers['content-type'] ?? '', form };
}
