/** Opens the sockets of a server, the main one and one for each bound dialect, and finds out which origins they go by. */
import { networkInterfaces } from 'node:os';
import type { DialectListener } from '../spec/dialect-listener.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import { createApp, type Handler } from './app.ts';
import type { Edge } from './edge.ts';
import type { CertificateDesk } from './client-certificates.ts';
import { mapError } from './error-mapper.ts';
import { type HttpServer, openHttpServer } from './http-server.ts';
import { createListener, type Listener } from './listener.ts';
import { localOrigin, namedOrigin, originOf, siblingOrigin } from './origins.ts';

export interface Addresses {
  readonly host: string;
  readonly port: number;
  readonly dialectPorts: readonly { readonly dialect: DialectName; readonly port: number }[];
  /** What the office has set, beside the options; none of it can keep the server from starting. */
  readonly dialectListeners?: readonly OfficeListener[];
  /** Is told of each of those that could not be opened, and why. */
  readonly refused?: (listener: OfficeListener, why: string) => void;
  /** Where applications are asked for their certificates; none where undefined. Needs TLS. */
  readonly mtlsPort?: number | undefined;
  /** PEM; plain http without. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** The origin of the main listener, where somebody chose one. */
  readonly issuer: string | undefined;
}

export interface OfficeListener {
  /** As the office spelled it. */
  readonly setting: string;
  readonly dialect: DialectName;
  readonly at: DialectListener['at'];
}

export interface OpenListeners {
  /** Of the main listener. */
  readonly origin: string;
  /** The main listener's, for whoever sits at this machine. */
  readonly localOrigin: string;
  /** The main one first; `url` is where its port really is. */
  readonly listeners: readonly { readonly dialect: DialectName; readonly url: string }[];
  /** Where this machine answers, by all its sockets. */
  readonly places: readonly { readonly url: string }[];
  /** Until this is called every request is answered 503. */
  serve(edge: Edge): void;
  /** Accepts nothing new, and gives running requests `grace_ms`. */
  stop(grace_ms: number): Promise<void>;
}

/** An address can't be listened on. Its message names the option. */
export class BindError extends Error {
  /** The system's name: EADDRINUSE, EACCES, EADDRNOTAVAIL … */
  readonly code: string;
  /** Its message without the option. */
  readonly why: string;

  /** `option` is the one that named the port. */
  constructor(option: string, address: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    const culprit = OF_THE_HOST.has(code) ? '--host' : option;
    const why = `can't listen on ${address}: ${CAUSES[code] ?? code}`;
    super(`${culprit}: ${why}`, { cause });
    this.name = 'BindError';
    this.why = why;
    this.code = code;
  }
}

const CAUSES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has that port; choose another one, or 0 for any free one',
  EACCES: 'the system does not allow it; ports below 1024 need more rights',
  EADDRNOTAVAIL: 'this machine does not have that address',
  ENOTFOUND: 'there is no such host name',
  EAI_AGAIN: 'that host name can’t be looked up at the moment',
};

/** Faults of the address, whatever the port. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']);

/** Throws BindError, and then nothing stays open. */
export async function openListeners(addresses: Addresses): Promise<OpenListeners> {
  const { host, tls } = addresses;
  const scheme = tls === undefined ? 'http' : 'https';
  const opened: HttpServer[] = [];
  let asking: NodeJS.Timeout | undefined;
  const stop = async (grace_ms: number) => {
    clearInterval(asking);
    await Promise.all(opened.map((server) => server.stop(grace_ms)));
  };
  const open = async (port: number, option: string, certificates = false) => {
    const server = await openHttpServer({ host, port, tls, certificates }).catch((cause: unknown) => {
      throw new BindError(option, `${host}, port ${port}`, cause);
    });
    opened.push(server);
    return server;
  };
  try {
    const main = await open(addresses.port, '--port');
    const origin = addresses.issuer ?? originOf({ scheme, host, port: main.port }, everyInterface());
    const bound: { dialect: DialectName; server: HttpServer; url: string }[] = [];
    for (const { dialect, port } of addresses.dialectPorts) {
      const server = await open(port, '--dialect-port');
      bound.push({ dialect, server, url: siblingOrigin(origin, { scheme, port: server.port }) });
    }
    for (const { dialect, port, listener } of portsOf(addresses)) {
      if (opened.some((server) => server.port === port)) continue;
      // Whoever set it has to be able to get into the panel and mend it.
      const server = await open(port, 'dialect_listeners').catch((error: unknown) => {
        if (!(error instanceof BindError)) throw error;
        addresses.refused?.(listener, error.why);
      });
      if (server !== undefined) bound.push({ dialect, server, url: siblingOrigin(origin, { scheme, port }) });
    }
    const byName = namesOf(addresses, origin).map(({ dialect, host }) => ({ dialect, url: namedOrigin(origin, host) }));
    const mtls = addresses.mtlsPort === undefined ? undefined : await open(addresses.mtlsPort, '--mtls-port', true);
    const certificateOrigin = mtls && siblingOrigin(origin, { scheme, port: mtls.port });
    const mainUrl = siblingOrigin(origin, { scheme, port: main.port });
    const listeners = [
      { dialect: 'native', url: mainUrl } as const,
      ...bound.map(({ dialect, url }) => ({ dialect, url })),
      ...byName,
    ];
    return {
      origin,
      localOrigin: localOrigin(origin, { scheme, host, port: main.port }),
      listeners,
      places: certificateOrigin === undefined ? listeners : [...listeners, { url: certificateOrigin }],
      serve(edge) {
        const houseOrigins = [origin, ...[...bound, ...byName].map(({ url }) => url)];
        const facts = { host, houseOrigins };
        const native = { ...facts, dialect: undefined, origin, certificateOrigin };
        const listener = createListener({ ...native, port: main.port });
        const others = byName.map(({ dialect, url }) =>
          createListener({ ...facts, dialect, origin: url, port: main.port, by_name: true }),
        );
        main.serve(chooseListener(edge, listener, others));
        for (const { dialect, server, url } of bound) {
          server.serve(createApp(edge, createListener({ ...facts, dialect, origin: url, port: server.port })));
        }
        if (mtls?.certificates === undefined) return;
        const { certificates } = mtls;
        asking = keepTrust(certificates, edge);
        const { of: certificateOf } = certificates;
        mtls.serve(createApp(edge, createListener({ ...native, port: mtls.port, certificateOf })));
      },
      stop,
    };
  } catch (error) {
    await stop(0);
    throw error;
  }
}

function portsOf({ dialectListeners = [] }: Addresses) {
  return dialectListeners.flatMap((listener) => {
    const { dialect, at } = listener;
    return at.kind === 'port' ? [{ dialect, port: at.port, listener }] : [];
  });
}

/** The first that was set to have a name has it, and the main listener keeps its own. */
function namesOf({ dialectListeners = [], refused }: Addresses, origin: string) {
  const all = dialectListeners.flatMap((listener) => {
    const { dialect, at } = listener;
    return at.kind === 'name' ? [{ dialect, host: at.host, listener }] : [];
  });
  return all.filter(({ host, listener }, at) => {
    if (host === new URL(origin).hostname) {
      refused?.(listener, `${host} is the name of this server itself, where every product is spoken`);
      return false;
    }
    return all.findIndex((other) => other.host === host) === at;
  });
}

/** Of those that share a socket, the one whose name the request is addressed to; the main one for every other. */
function chooseListener(edge: Edge, main: Listener, others: readonly Listener[]): Handler {
  const answer = createApp(edge, main);
  if (others.length === 0) return answer;
  const named = others.map((listener) => ({ listener, answer: createApp(edge, listener) }));
  return (request, response) => {
    const { host = '' } = request.headers;
    const chosen = named.find(({ listener }) => listener.answersTo(host));
    (chosen?.answer ?? answer)(request, response);
  };
}

/** Follows the setting; what the engine compares makes up for the moment between. */
function keepTrust(certificates: CertificateDesk, { world, log }: Edge): NodeJS.Timeout {
  const look = () => {
    world.settings().then(
      ({ tls_client_ca }) => certificates.trust(tls_client_ca),
      (fault: unknown) => mapError(fault, log, 'reading which authorities are trusted'),
    );
  };
  look();
  return setInterval(look, TRUST_READ_MS).unref();
}

const TRUST_READ_MS = 1_000;

function everyInterface() {
  return Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
}
