/** One address that the house answers at: the dialect it speaks, the origin it goes by, and the Host values it answers to. */
import { isIP, type Socket } from 'node:net';
import type { ClientCertificate } from '../engine/wire.ts';
import type { DialectName } from '../spec/vocabulary.ts';

export interface Listener {
  /** The dialect that the whole listener is bound to; undefined on the main one, where application and path decide. */
  readonly dialect: DialectName | undefined;
  /** Scheme, host and port as people and applications call it, without a trailing slash. Never taken from a request. */
  readonly origin: string;
  /** The origins of every listener of this house, the main one's first, its own among them. */
  readonly houseOrigins: readonly string[];
  /** Where applications come with certificates, if the endpoints of this one are found there too. */
  readonly certificateOrigin: string | undefined;
  /** Of the listener that asks applications for their certificates; it serves nothing else. */
  readonly certificateOf: ((socket: Socket) => ClientCertificate | undefined) | undefined;
  /** Whether browsers reach it over TLS. */
  readonly secure: boolean;
  /** Whether it answers to this Host value. */
  answersTo(host: string): boolean;
}

export interface ListenerFacts {
  readonly dialect: DialectName | undefined;
  readonly origin: string;
  /** Its own alone where absent. */
  readonly houseOrigins?: readonly string[];
  readonly certificateOrigin?: string | undefined;
  readonly certificateOf?: (socket: Socket) => ClientCertificate | undefined;
  /** The bind address. */
  readonly host: string;
  readonly port: number;
  /** It shares its socket with the main listener and is told from it by its name, so that it answers to nothing else. */
  readonly by_name?: true;
}

export function createListener(facts: ListenerFacts): Listener {
  const { dialect, origin, host, port, houseOrigins = [origin] } = facts;
  const url = new URL(origin);
  const names =
    facts.by_name === true
      ? [url.hostname]
      : [host.includes(':') ? `[${host}]` : host, 'localhost', '127.0.0.1', '[::1]'];
  // Where certificates are asked for it goes by the main listener's name, on a port of its own.
  const here = facts.certificateOf === undefined ? url.host : `${url.hostname}:${port}`;
  const hosts = new Set([url.host, here, ...names.map((name) => `${name.toLowerCase()}:${port}`)]);
  // A client leaves the scheme's own port out, or doesn't.
  if (url.port === '') hosts.add(`${url.host}:${url.protocol === 'https:' ? 443 : 80}`);
  if (port === 80 || port === 443) for (const name of names) hosts.add(name.toLowerCase());
  const everywhere = facts.by_name !== true && (host === '0.0.0.0' || host === '::');
  return {
    dialect,
    origin,
    houseOrigins,
    certificateOrigin: facts.certificateOrigin,
    certificateOf: facts.certificateOf,
    secure: url.protocol === 'https:',
    // Rebinding needs a name that the attacker owns, so where every address is served, every literal address is let in.
    answersTo: (asked) => hosts.has(asked) || hosts.has(asked.toLowerCase()) || (everywhere && isAddress(asked, port)),
  };
}

function isAddress(host: string, port: number): boolean {
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([0-9.]+))(?::(\d+))?$/i.exec(host) ?? [];
  if (isIP(bracketed ?? plain ?? '') === 0) return false;
  return digits === undefined ? port === 80 || port === 443 : digits === String(port);
}
