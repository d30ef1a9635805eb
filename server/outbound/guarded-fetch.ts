/**
 * The one place from which Lanyard asks other servers. Each address is judged, and the connection goes to the IP addresses
 * that were judged, whatever the name resolves to a moment later. Time, size and kind of the answer are bounded; no cookie
 * and no credential goes along, and a redirect is judged like an address of its own.
 */
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import type { SecureContext } from 'node:tls';
import { createGate, NoPlace, type Share } from './gate.ts';
import { type EnteredBy, type Judging, judgeTarget, type Target } from './judge-target.ts';
import { OutboundError } from './outbound-error.ts';
import type { ResolveName } from './resolve-name.ts';

export interface Asked {
  readonly url: string;
  readonly entered_by: EnteredBy;
  /** Who makes us ask: an application, a network. None of them takes all places. */
  readonly on_behalf_of?: readonly string[];
  /** How many places may be taken for this very address, where anybody can make us ask it. */
  readonly most_at_once?: number;
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

export interface OutboundWorld extends Pick<Judging, 'isOurs'> {
  allow(): Promise<readonly string[]>;
  /** Whom certificates are believed from; whom Node trusts where undefined. */
  trust?(): Promise<SecureContext | undefined>;
  readonly resolve: ResolveName;
}

export const MOST_REDIRECTS = 3;
const MOST_MS = 5_000;
/** For addresses of each kind: what strangers name takes no place from what an admin entered. */
const MOST_AT_ONCE = 32;
/** For one who makes us ask. */
const MOST_EACH = 4;
/** At one host that a stranger named. An admin's host may be a proxy with the whole office behind it. */
const MOST_PER_HOST = 2;
const MOST_HEADER_BYTES = 16_384;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export function createGuardedFetch(world: OutboundWorld): GuardedFetch {
  const gates = { admin: createGate(MOST_AT_ONCE), stranger: createGate(MOST_AT_ONCE) };
  return async (asked) => {
    const allow = await world.allow();
    const trusted = await world.trust?.();
    const signal = AbortSignal.timeout(MOST_MS);
    let leave = () => {};
    try {
      leave = await gates[asked.entered_by](signal, sharesOf(asked));
      return await follow(asked, asked.url, asked.redirects);
    } catch (thrown) {
      throw inWords(thrown, asked.url, signal);
    } finally {
      leave();
    }

    async function follow(to: Asked, url: string, redirects: number): Promise<Fetched> {
      const resolve = (host: string, vouched: boolean) => world.resolve(host, { vouched, signal });
      const target = await judgeTarget(url, to.entered_by, { allow, resolve, isOurs: world.isOurs });
      signal.throwIfAborted();
      const response = await ask(to, target, signal, trusted);
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

function sharesOf({ url, entered_by, on_behalf_of = [], most_at_once }: Asked): readonly Share[] {
  const asking = on_behalf_of.map((who) => ({ name: `for ${who}`, most: MOST_EACH }));
  if (most_at_once !== undefined) asking.push({ name: `at ${url}`, most: most_at_once });
  return entered_by === 'admin' ? asking : [...asking, { name: `at ${hostOf(url)}`, most: MOST_PER_HOST }];
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address';
}

function inWords(thrown: unknown, url: string, signal: AbortSignal): OutboundError {
  if (thrown instanceof OutboundError) return thrown;
  const host = hostOf(url);
  const seconds = MOST_MS / 1000;
  if (thrown instanceof NoPlace) {
    return new OutboundError('busy', host, `was not asked: no place was free for ${seconds} s`, thrown);
  }
  if (signal.aborted) return new OutboundError('too_slow', host, `gave no whole answer within ${seconds} s`, thrown);
  return new OutboundError('unreachable', host, wordsFor(codeOf(thrown)), thrown);
}

function ask(
  asked: Asked,
  target: Target,
  signal: AbortSignal,
  secureContext: SecureContext | undefined,
): Promise<IncomingMessage> {
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
        ? requestHttps(url, {
            ...options,
            rejectUnauthorized: true,
            ...(secureContext === undefined ? {} : { secureContext }),
          })
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

/** Node's codes for a certificate that no trusted authority stands behind. */
const UNTRUSTED: ReadonlySet<string> = new Set([
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

function wordsFor(code: string): string {
  if (!UNTRUSTED.has(code)) return `could not be asked (${code})`;
  const remedy = 'paste the certificate of its authority into the setting “Authority of other servers’ certificates”';
  return `its certificate comes from nobody whom Lanyard trusts (${code}); ${remedy} (outbound_ca)`;
}

/** A code of Node's, never a text of the other side's. */
function codeOf(thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown error';
}
