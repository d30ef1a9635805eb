/** A real mail server for tests: keeps what it was sent, and refuses, waits or goes away as a test says. */
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it came over the wire. */
  readonly raw: string;
  /** Whether the connection was encrypted. */
  readonly encrypted: boolean;
  readonly username: string | undefined;
}

export interface MailServerOptions {
  /** none: plain only. starttls: plain until the client asks. tls: encrypted from the start. */
  readonly security: 'none' | 'starttls' | 'tls';
  readonly certificate?: { readonly cert: Buffer; readonly key: Buffer };
  /** Whom it asks for. */
  readonly account?: { readonly username: string; readonly password: string };
  readonly port?: number;
}

export interface TestMailServer {
  readonly port: number;
  readonly received: readonly ReceivedMail[];
  /** What it says to the next mails, one after the other; then it takes all again. */
  refuse(...refusals: readonly Refusal[]): void;
  stop(): Promise<void>;
}

export interface Refusal {
  readonly at: 'recipient' | 'data';
  readonly code: number;
  readonly message: string;
}

export async function startMailServer(options: MailServerOptions): Promise<TestMailServer> {
  const { security, certificate, account } = options;
  const received: ReceivedMail[] = [];
  const refusals: Refusal[] = [];
  const refusal = (at: Refusal['at']): Error | undefined => {
    if (refusals[0]?.at !== at) return undefined;
    const said = refusals.shift();
    return said && Object.assign(new Error(said.message), { responseCode: said.code });
  };
  const server = new SMTPServer({
    secure: security === 'tls',
    ...certificate,
    logger: false,
    disabledCommands: [...(security === 'starttls' ? [] : ['STARTTLS']), ...(account === undefined ? ['AUTH'] : [])],
    authOptional: account === undefined,
    // A client that must not send its password in the clear never comes so far.
    allowInsecureAuth: true,
    onAuth(auth, _session, done) {
      const right = auth.username === account?.username && auth.password === account?.password;
      done(right ? null : new Error('Authentication failed'), right ? { user: auth.username ?? '' } : undefined);
    },
    onRcptTo: (_address, _session, done) => done(refusal('recipient') ?? null),
    onData(stream, session, done) {
      const take = (raw: string) => {
        const refused = refusal('data');
        if (refused !== undefined) return done(refused);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          encrypted: session.secure,
          username: session.user,
        });
        return done(null, 'queued as 4711');
      };
      // A client that goes away in the middle has sent nothing.
      text(stream).then(take, (fault: Error) => done(fault));
    },
  });
  // A client that does not believe the certificate hangs up; that is its affair.
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(options.port ?? 0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    received,
    refuse: (...said) => void refusals.push(...said),
    stop: () => new Promise((done) => server.close(done)),
  };
}
