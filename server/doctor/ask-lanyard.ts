/** Asks whoever listens on a port of this machine whether it is a Lanyard, and which. */
import http from 'node:http';
import https from 'node:https';

export interface Asked {
  readonly tls: boolean;
  /** An address of this machine. */
  readonly host: string;
  readonly port: number;
}

/** What it says of itself; undefined where no Lanyard answered in time. */
export interface Answered {
  /** Whether it says that it serves requests and can write. */
  readonly well: boolean;
  /** As its discovery document has it; undefined where it shows none, as a dialect's own listener may. */
  readonly issuer: string | undefined;
}

const LIMIT_MS = 3000;
const MOST_CHARACTERS = 100_000;
const SAYS_WELL: Readonly<Record<string, boolean>> = { ok: true, unavailable: false, starting: false };

export async function askLanyard(asked: Asked): Promise<Answered | undefined> {
  const { status } = await getJson(asked, '/health');
  const well = typeof status === 'string' && Object.hasOwn(SAYS_WELL, status) ? SAYS_WELL[status] : undefined;
  if (well === undefined) return undefined;
  const { issuer } = await getJson(asked, '/.well-known/openid-configuration');
  return { well, issuer: typeof issuer === 'string' ? issuer : undefined };
}

/** The members of the JSON object that is answered, whatever the status; none where that is not what comes, or too late. */
async function getJson({ tls, host, port }: Asked, path: string): Promise<Readonly<Record<string, unknown>>> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const options = { host, port, path, agent: false as const, signal: AbortSignal.timeout(LIMIT_MS) };
  const take = (response: http.IncomingMessage) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.length > MOST_CHARACTERS) response.destroy();
    });
    response.on('end', () => resolve(text)).on('error', () => resolve(''));
    response.on('close', () => resolve(''));
  };
  // Nothing secret is sent, and whether the certificate is any good is another check's question.
  const request = tls ? https.get({ ...options, rejectUnauthorized: false }, take) : http.get(options, take);
  request.on('error', () => resolve(''));
  return membersOf(await promise);
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
