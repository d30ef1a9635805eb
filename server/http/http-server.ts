/** One listening socket: its limits against slow and oversized peers, its answer to what is not HTTP, and its graceful end. */
import type http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Handler } from './app.ts';
import { ASKS_FOR_CERTIFICATES, type CertificateDesk, openCertificateDesk } from './client-certificates.ts';
import { createConnectionShare } from './connection-share.ts';
import { isFromHere } from './from-here.ts';
import { addressOf } from './make-context.ts';

/** An import would have Node load its own HTTP client as well, which takes a tenth of a start. */
const { createServer: createPlainServer } = process.getBuiltinModule('node:http');
const { createServer: createTlsServer } = process.getBuiltinModule('node:https');

export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** PEM; plain http without. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Over TLS: whether applications are asked for their certificates. */
  readonly certificates?: boolean;
  readonly limits?: Partial<HttpLimits>;
  /** Peers that may hold as many connections as there are; this machine itself where absent. */
  readonly isExempt?: (socket: Socket) => boolean;
}

export interface HttpLimits {
  readonly headers_timeout_ms: number;
  /** From the first byte of a request to the last of its body. */
  readonly request_timeout_ms: number;
  readonly idle_timeout_ms: number;
  /** Instead, while more than three quarters of all places are taken. */
  readonly crowded_idle_timeout_ms: number;
  readonly most_connections: number;
  /** Of one network; this machine itself is exempt. */
  readonly most_per_network: number;
}

export interface HttpServer {
  /** The one that was taken. */
  readonly port: number;
  /** Where applications are asked for their certificates. */
  readonly certificates: CertificateDesk | undefined;
  /** Until this is called every request is answered 503. */
  serve(handler: Handler): void;
  /** Accepts nothing new, lets running requests finish for `grace_ms` at most, then closes what is left. */
  stop(grace_ms: number): Promise<void>;
}

const LIMITS: HttpLimits = {
  headers_timeout_ms: 10_000,
  request_timeout_ms: 30_000,
  idle_timeout_ms: 65_000,
  crowded_idle_timeout_ms: 1_000,
  most_connections: 4_096,
  most_per_network: 256,
};

/** Enough for a `state` of eight thousand characters, percent-encoded, beside the cookies of a busy host. */
const MOST_HEADER_BYTES = 32_768;
const DRAIN_STEP_MS = 20;
/** The part of all places. */
const CROWDED = 3 / 4;

/** Rejects with the system's error when the address can't be bound; throws when certificate and key don't fit. */
export async function openHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const limits = { ...LIMITS, ...options.limits };
  let handler: Handler = answerStarting;
  let stopping = false;

  const silent = new Set<Socket>();

  const { server, certificates } = createServer(options, limits, (request, response) => {
    silent.delete(request.socket);
    if (stopping) response.shouldKeepAlive = false;
    handler(request, response);
  });
  const sockets = new Set<Socket>();
  /** Over TLS not the sockets that arrived, but what is spoken within them. */
  const speaking = new Set<Socket>();
  const spoken = options.tls === undefined ? 'connection' : 'secureConnection';
  remember(server, 'connection', sockets);
  remember(server, spoken, speaking);
  remember(server, spoken, silent);
  server.maxConnections = limits.most_connections;
  shareConnections(server, options, limits);
  giveUpIdleOnesSooner(server, { arrived: sockets, speaking }, limits);
  server.on('clientError', answerClientError);

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    port: (server.address() as AddressInfo).port,
    certificates,
    serve(next) {
      handler = next;
    },
    async stop(grace_ms) {
      stopping = true;
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      // Connections that fall idle after their last answer, or never asked anything, would otherwise be waited for.
      const sweep = setInterval(() => {
        server.closeIdleConnections();
        for (const socket of silent) socket.destroy();
      }, DRAIN_STEP_MS);
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, grace_ms);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

function shareConnections(server: http.Server, { isExempt = isFromHere }: HttpServerOptions, limits: HttpLimits): void {
  const share = createConnectionShare(limits.most_per_network);
  server.on('connection', (socket: Socket) => {
    if (isExempt(socket)) return;
    const address = addressOf(socket);
    if (!share.take(address)) {
      socket.destroy();
      return;
    }
    socket.once('close', () => share.release(address));
  });
}

/** While most places are taken, those that wait already have to go soon as well. `speaking` are sockets as HTTP sees them. */
function giveUpIdleOnesSooner(
  server: http.Server,
  { arrived, speaking }: { readonly arrived: ReadonlySet<Socket>; readonly speaking: ReadonlySet<Socket> },
  { most_connections, idle_timeout_ms, crowded_idle_timeout_ms: soon }: HttpLimits,
): void {
  let crowded = false;
  const look = () => {
    const before = crowded;
    crowded = arrived.size > most_connections * CROWDED;
    if (crowded === before) return;
    server.keepAliveTimeout = crowded ? soon : idle_timeout_ms;
    if (!crowded) return;
    // Only a connection that waits for its next request has a time limit of its own.
    for (const socket of speaking) if ((socket.timeout ?? 0) > soon) socket.setTimeout(soon);
  };
  server.on('connection', (socket: Socket) => {
    look();
    socket.once('close', look);
  });
}

function remember(server: http.Server, event: 'connection' | 'secureConnection', sockets: Set<Socket>): void {
  server.on(event, (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
}

interface Created {
  readonly server: http.Server;
  readonly certificates: CertificateDesk | undefined;
}

function createServer(
  { tls, certificates }: HttpServerOptions,
  limits: HttpLimits,
  handler: http.RequestListener,
): Created {
  const common = {
    maxHeaderSize: MOST_HEADER_BYTES,
    headersTimeout: limits.headers_timeout_ms,
    requestTimeout: limits.request_timeout_ms,
    keepAliveTimeout: limits.idle_timeout_ms,
    connectionsCheckingInterval: Math.min(2_000, limits.headers_timeout_ms),
    insecureHTTPParser: false,
    // A GET has no body to wait for: its stream of nothing costs more than reading its parameters.
    optimizeEmptyRequests: true,
  };
  if (tls === undefined) return { server: createPlainServer(common, handler), certificates: undefined };
  const secure = { ...tls, minVersion: 'TLSv1.2', honorCipherOrder: true } as const;
  const asks = certificates === true ? ASKS_FOR_CERTIFICATES : {};
  const server = createTlsServer({ ...common, ...secure, ...asks }, handler);
  return { server, certificates: certificates === true ? openCertificateDesk(server, secure) : undefined };
}

function answerStarting(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.writeHead(503, { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '1' });
  response.end('{"status":"starting"}');
}

const REASONS: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Content Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** What is not HTTP, too large or too slow gets one last plain answer, and its connection ends. RFC 9112 §2.2 */
function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  const answered = 'bytesWritten' in socket && (socket as Socket).bytesWritten > 0;
  if (!socket.writable || error.code === 'ECONNRESET' || answered) {
    socket.destroy();
    return;
  }
  const [status, reason] = REASONS[error.code ?? ''] ?? [400, 'Bad Request'];
  const body = '{"error":"invalid_request","error_description":"the request could not be read as HTTP"}';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n` +
      `Connection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
}
