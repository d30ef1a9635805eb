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

/** Sends `bytes` as they are and listens until the server closes or has been silent for `quiet_ms`. */
export function tell(origin: string, bytes: string | Buffer, quiet_ms = 250): Promise<Told> {
  return new Promise((resolve) => {
    const socket = open(origin);
    let text = '';
    let closed = false;
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
      resolve({ text, status: statuses.at(-1), statuses, closed });
    };
    let timer = setTimeout(finish, quiet_ms * 4);
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      clearTimeout(timer);
      timer = setTimeout(finish, quiet_ms);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      finish();
    });
    socket.write(bytes);
  });
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
