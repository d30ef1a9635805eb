/**
 * The one place from which Lanyard asks other servers. Each address is judged, and the connection goes to the IP addresses
 * that were judged, whatever the name resolves to a moment later. Time, size and kind of the answer are bounded; no cookie
 * and no credential goes along, and a redirect is judged like an address of its own.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { createGate } from './gate.ts';
import { type EnteredBy, type Judging, judgeTarget, type Target } from './judge-target.ts';
import { OutboundError } from './outbound-error.ts';

export interface Asked {
  readonly url: string;
  readonly entered_by: EnteredBy;
  /** Media types without parameters; another one is refused. Empty where what comes back is not looked at. */
  readonly accept: readonly string[];
  readonly most_bytes: number;
  /** How many redirects are followed; 0 for what must stand where it was said to stand. */
  readonly redirects: number;
  /** Makes it a POST of a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** Makes it a POST of a JWT. RFC 7519 §10.3.1 */
  readonly jwt?: string;
}

export interface Fetched {
  readonly status: number;
  /** In lower case, without parameters. */
  readonly content_type: string;
  /** The header, or empty. RFC 9111 §5.2 */
  readonly cache_control: string;
  readonly body: Buffer;
}

/** Throws OutboundError. */
export type GuardedFetch = (asked: Asked) => Promise<Fetched>;

export interface OutboundWorld extends Omit<Judging, 'allow'> {
  allow(): Promise<readonly string[]>;
  /** Certificate authorities in PEM that are trusted; Node's (with NODE_EXTRA_CA_CERTS) where absent. */
  readonly ca?: readonly string[];
}

export const MOST_REDIRECTS = 3;
const MOST_MS = 5_000;
const MOST_AT_ONCE = 32;
/** Names are looked up on the threads that sign tokens as well: slow name servers must not take them all. */
const MOST_LOOKUPS = 2;
const MOST_HEADER_BYTES = 16_384;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createGuardedFetch(world: OutboundWorld): GuardedFetch {
  const calls = createGate(MOST_AT_ONCE);
  const lookups = createGate(MOST_LOOKUPS);
  const resolve = (host: string) => lookups(() => world.resolve(host));
  return async (asked) => {
    const signal = AbortSignal.timeout(MOST_MS);
    const judging = { allow: await world.allow(), resolve, isOurs: world.isOurs };
    return intime(
      calls(() => follow(asked, asked.url, asked.redirects)),
      asked,
      signal,
    );

    async function follow(to: Asked, url: string, redirects: number): Promise<Fetched> {
      // It may have waited its turn for longer than anybody waits for it.
      signal.throwIfAborted();
      const target = await judgeTarget(url, to.entered_by, judging);
      signal.throwIfAborted();
      const response = await ask(to, target, signal, world.ca);
      const status = response.statusCode ?? 0;
      if (!REDIRECTS.has(status)) return { status, ...(await read(response, to, target)) };
      response.destroy();
      const { location } = response.headers;
      if (redirects === 0 || posted(to) !== undefined || location === undefined || !URL.canParse(location, url)) {
        throw new OutboundError('refused', target.host, `answered with a redirect (${status}), which is not followed`);
      }
      return follow(to, new URL(location, url).href, redirects - 1);
    }
  };
}

async function intime(work: Promise<Fetched>, { url }: Asked, signal: AbortSignal): Promise<Fetched> {
  const late = Promise.withResolvers<never>();
  const give = () => late.reject(signal.reason);
  signal.addEventListener('abort', give, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } catch (thrown) {
    if (thrown instanceof OutboundError) throw thrown;
    const host = URL.canParse(url) ? new URL(url).host : 'an address';
    if (signal.aborted) {
      throw new OutboundError('too_slow', host, `gave no whole answer within ${MOST_MS / 1000} s`, thrown);
    }
    throw new OutboundError('unreachable', host, `could not be asked (${codeOf(thrown)})`, thrown);
  } finally {
    signal.removeEventListener('abort', give);
    work.catch(() => undefined);
  }
}

function ask(asked: Asked, target: Target, signal: AbortSignal, ca: OutboundWorld['ca']): Promise<IncomingMessage> {
  const { url, addresses } = target;
  const body = posted(asked);
  const options = {
    method: body === undefined ? 'GET' : 'POST',
    // Neither a connection nor a proxy of anybody else.
    agent: false as const,
    lookup: pinnedTo(addresses),
    signal,
    maxHeaderSize: MOST_HEADER_BYTES,
    headers: {
      'user-agent': 'Lanyard',
      accept: asked.accept.length === 0 ? '*/*' : asked.accept.join(', '),
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-type': body.type }),
    },
  };
  return new Promise((resolve, reject) => {
    const request: ClientRequest =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca: [...ca] }) })
        : requestHttp(url, options);
    request.once('response', resolve);
    request.on('error', reject);
    request.end(body?.text);
  });
}

/** What is sent along; undefined makes it a GET. */
function posted({ form, jwt }: Asked): { readonly type: string; readonly text: string } | undefined {
  if (jwt !== undefined) return { type: 'application/jwt', text: jwt };
  if (form === undefined) return undefined;
  return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(form).toString() };
}

/** Whatever name is asked for: the addresses that were judged. */
function pinnedTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, found) => {
    const [first = { address: '', family: 4 }] = all;
    if (options.all === true) found(null, all);
    else found(null, first.address, first.family);
  };
}

async function read(response: IncomingMessage, asked: Asked, { host }: Target): Promise<Omit<Fetched, 'status'>> {
  try {
    const { headers, statusCode } = response;
    const content_type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
    if (statusCode === 200 && asked.accept.length > 0 && !asked.accept.includes(content_type)) {
      const expected = asked.accept.join(' or ');
      throw new OutboundError('unexpected', host, `answered another content type than ${expected}`);
    }
    if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
      throw new OutboundError('unexpected', host, 'answered with an encoded body, which was not asked for');
    }
    const tooLarge = () => new OutboundError('too_large', host, `answered more than ${asked.most_bytes} bytes`);
    if (Number(headers['content-length'] ?? 0) > asked.most_bytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) throw new TypeError('a response without an encoding is read as buffers');
      size += chunk.length;
      if (size > asked.most_bytes) throw tooLarge();
      chunks.push(chunk);
    }
    return { content_type, cache_control: headers['cache-control'] ?? '', body: Buffer.concat(chunks) };
  } finally {
    response.destroy();
  }
}

/** A code of Node's, never a text of the other side's. */
function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown error';
}
