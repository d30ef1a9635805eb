/** The one way by which mail leaves the house: over SMTP, with the server's certificate verified. When to try again is the Outbox's to decide. */
import { isIP } from 'node:net';
import { getCACertificates } from 'node:tls';
import { createTransport } from 'nodemailer';
import type { SmtpSecurity } from '../spec/mail.ts';
import { answerInWords } from './answer-in-words.ts';
import type { SendOutcome } from './outbox.ts';

/** A server that sends mail, as the office's settings name it. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: SmtpSecurity;
  readonly username: string;
  /** Undefined where the server asks nobody who they are. */
  readonly password: string | undefined;
  /** Authorities (PEM) that it is believed by beside the usual ones; empty for none. */
  readonly ca: string;
}

export interface Letter {
  readonly id: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Epoch seconds. */
  readonly at: number;
}

const CONNECT_MS = 10_000;
const SILENCE_MS = 30_000;

/** Never throws for what a server does; the message id stays the same with each try, so that one that came twice is known. RFC 5321, RFC 6531 */
export async function sendBySmtp(server: MailServer, letter: Letter): Promise<SendOutcome> {
  const transport = transportOf(server);
  try {
    const sent = await transport.sendMail({
      // As objects: nothing in an address is taken for a list of them.
      from: letter.from,
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letter.text,
      date: new Date(letter.at * 1000),
      messageId: `<${letter.id}@${letter.from.address.slice(letter.from.address.lastIndexOf('@') + 1)}>`,
      // RFC 3834 §5: nobody's absence is told to it.
      headers: { 'Auto-Submitted': 'auto-generated' },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { kind: 'sent', answer: answerInWords(sent.response, letter.text) };
  } catch (error) {
    return unsent(error, server, letter.text);
  } finally {
    transport.close();
  }
}

/** Whether the server answers, and in the way that was entered; asked without a password. Undefined when all is well. */
export async function askMailServer(server: MailServer): Promise<string | undefined> {
  const transport = transportOf({ ...server, password: undefined });
  try {
    await transport.verify();
    return undefined;
  } catch (error) {
    const outcome = unsent(error, server, '');
    return outcome.kind === 'unsent' ? outcome.error : undefined;
  } finally {
    transport.close();
  }
}

function transportOf({ host, port, security, username, password, ca }: MailServer) {
  return createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(password === undefined ? {} : { auth: { user: username, pass: password } }),
    tls: {
      minVersion: 'TLSv1.2',
      // RFC 6066 §3: an address is no name of a server.
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ...(ca === '' ? {} : { ca: [...getCACertificates('default'), ca] }),
    },
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    dnsTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function unsent(error: unknown, server: MailServer, mailText: string): SendOutcome {
  const { code, status, answer, reason } = partsOf(error);
  const said = answer === undefined ? {} : { answer: answerInWords(answer, mailText) };
  // Another password or another address of ours may be entered meanwhile: only what is wrong with this very mail is final.
  const final = (status === undefined || status >= 500) && (code === 'EENVELOPE' || code === 'EMESSAGE');
  return { kind: 'unsent', ...said, error: inWords(code, reason, server), final };
}

function partsOf(error: unknown) {
  const found = new Map<string, unknown>(error instanceof Error ? Object.entries(error) : []);
  const [code, status, answer] = [found.get('code'), found.get('responseCode'), found.get('response')];
  return {
    code: typeof code === 'string' ? code : '',
    status: typeof status === 'number' ? status : undefined,
    answer: typeof answer === 'string' ? answer : undefined,
    reason: error instanceof Error ? error.message : 'unknown',
  };
}

const IN_WORDS = new Map<string, (where: string) => string>([
  ['EDNS', (where) => `the name of the server, ${where}, can’t be found`],
  ['EAUTH', (where) => `${where} did not accept the username and password`],
  ['ETIMEDOUT', (where) => `${where} did not answer in time`],
  ['EENVELOPE', (where) => `${where} refused the address`],
  ['EMESSAGE', (where) => `${where} refused the mail`],
]);

/** The end of “it was not sent: …”. */
function inWords(code: string, reason: string, { host, port }: MailServer): string {
  const where = `${host}:${port}`;
  const known = IN_WORDS.get(code);
  if (known !== undefined) return known(where);
  if (code === 'ETLS')
    return `${where} could not be spoken to encrypted the way that the settings say (${answerInWords(reason, '')}); try another way there`;
  return `${where} could not be reached (${answerInWords(reason, '')})`;
}
