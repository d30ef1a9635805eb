/**
 * Certificates of applications, at a listener that asks for them. TLS takes any, or none: which of them proves something is
 * the engine's question. What TLS found out about the chain is kept with the authorities that it was held against.
 */
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { ClientCertificate } from '../engine/wire.ts';

const { constants } = process.getBuiltinModule('node:crypto');

export interface CertificateDesk {
  /** The authorities (PEM, empty for none) that connections are held against from now on. */
  trust(authorities: string): void;
  /** The certificate that the peer of a connection proved to hold the key of. */
  of(socket: Socket): ClientCertificate | undefined;
}

/** Asks without insisting. A resumed session would carry what TLS thought of the certificate when it began. */
export const ASKS_FOR_CERTIFICATES = {
  requestCert: true,
  rejectUnauthorized: false,
  secureOptions: constants.SSL_OP_NO_TICKET,
} as const;

/** `options` are those of the server, repeated whenever the authorities change. */
export function openCertificateDesk(server: Server, options: SecureContextOptions): CertificateDesk {
  let trusted = '';
  /** By the peer's end of the connection: what was trusted when its handshake began. */
  const began = new Map<string, string>();
  const known = new WeakMap<Socket, ClientCertificate | undefined>();

  function trust(authorities: string): void {
    // No list at all would mean every authority that Node knows.
    const ca = authorities === '' ? [] : authorities;
    server.setSecureContext({ ...options, secureOptions: ASKS_FOR_CERTIFICATES.secureOptions, ca });
    trusted = authorities;
  }

  trust(trusted);
  server.on('connection', (socket: Socket) => {
    const end = endOf(socket);
    began.set(end, trusted);
    socket.once('close', () => began.delete(end));
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    const raw = socket.getPeerX509Certificate()?.raw;
    const against = began.get(endOf(socket)) ?? '';
    const verified_by = socket.authorized && against !== '' ? against : undefined;
    known.set(socket, raw === undefined ? undefined : { raw, verified_by });
  });
  return {
    trust(authorities) {
      if (authorities !== trusted) trust(authorities);
    },
    of: (socket) => known.get(socket),
  };
}

function endOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
