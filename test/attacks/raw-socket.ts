/** A bare socket, for requests that no client library would send. */
import { connect, type Socket } from 'node:net';

export interface Told {
  /** Everything that came back. */
  readonly text: string;
  /** Of the last answer; undefined where there was none. */
  readonly status: number | undefined;
  /** The statuses of all answers, in order. */
  readonly statuses: readonly number[];
  readonly closed: boolean;
}

/** Of a server that neither closes nor says as much as it should. */
const GIVEN_UP_AFTER_MS = 15_000;

/** Sends `bytes` as they are and listens until the server closes, or has begun that many answers on a connection that stays. */
export function tell(origin: string, bytes: string | Buffer, most_answers = Infinity): Promise<Told> {
  return new Promise((resolve) => {
    const socket = open(origin);
    let text = '';
    let closed = false;
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = statusesIn(text);
      resolve({ text, status: statuses.at(-1), statuses, closed });
    };
    const timer = setTimeout(finish, GIVEN_UP_AFTER_MS);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (most_answers < Infinity && statusesIn(text).length >= most_answers) finish();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      finish();
    });
    socket.write(bytes);
  });
}

function statusesIn(text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

/** A connected socket that swallows its errors. */
export function open(origin: string): Socket {
  const { hostname, port } = new URL(origin);
  return connect(Number(port), hostname).on('error', () => undefined);
}

/** A request in HTTP/1.1 that wants the connection closed, unless `headers` bring a Host or Connection of their own. */
export function request(origin: string, line: string, headers: readonly string[] = [], body = ''): string {
  const usual = [`Host: ${new URL(origin).host}`, 'Connection: close'];
  const named = new Set(headers.map((header) => header.split(':', 1)[0]?.toLowerCase()));
  const all = [...usual.filter((header) => !named.has(header.split(':', 1)[0]?.toLowerCase())), ...headers];
  return `${line} HTTP/1.1\r\n${all.map((header) => `${header}\r\n`).join('')}\r\n${body}`;
}
