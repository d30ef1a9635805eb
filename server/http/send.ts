/** Writes the engine's plain answers as HTTP: status, headers and body by kind. It adds what belongs to every answer of a kind. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PageView } from '../contract/pages.ts';
import type { EndpointResponse, Headers, PageResponse, RedirectResponse } from '../engine/wire.ts';
import { cookieHeaders } from './cookies.ts';
import { documentBytes, isUnchanged } from './documents.ts';
import type { Drawn } from './edge.ts';
import { NEVER_STORED, NOSNIFF, pageHeaders } from './security-headers.ts';

/** Where an answer goes, and how a page is drawn there. */
export interface Sending {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The listener's. */
  readonly origin: string;
  readonly secure: boolean;
  /** For this answer alone: CORS. */
  readonly extra?: Headers | undefined;
  draw(view: PageView): Drawn;
}

export function send(answer: EndpointResponse, to: Sending): void {
  switch (answer.kind) {
    case 'json':
      return write(
        to,
        answer.status,
        answer.headers === undefined ? FOR_JSON : { ...FOR_JSON, ...lowered(answer.headers) },
        JSON.stringify(answer.body),
        answer.cookies === undefined ? undefined : cookieHeaders(answer.cookies, to.secure),
      );
    case 'text':
      return write(
        to,
        answer.status,
        { 'content-type': answer.content_type, ...NEVER_STORED, ...NOSNIFF, ...lowered(answer.headers) },
        answer.body,
      );
    case 'empty':
      return write(to, answer.status, { ...NEVER_STORED, ...lowered(answer.headers) });
    case 'document':
      return sendDocument(answer.body, answer.max_age_s, to);
    case 'redirect':
      return sendRedirect(answer, to);
    case 'page':
      return sendPage(answer, to);
    default:
      return answer satisfies never;
  }
}

const FOR_JSON: Headers = { 'content-type': 'application/json', ...NEVER_STORED, ...NOSNIFF };

function sendDocument(body: object, max_age_s: number, to: Sending): void {
  const { bytes, etag } = documentBytes(body);
  const headers = { etag, 'cache-control': `public, max-age=${max_age_s}`, ...NOSNIFF };
  if (isUnchanged(to.request.headers['if-none-match'], etag)) return write(to, 304, headers);
  return write(to, 200, { 'content-type': 'application/json', ...headers }, bytes);
}

function sendRedirect({ status, location, cookies }: RedirectResponse, to: Sending): void {
  if (!/^[\x21-\x7e]+$/.test(location)) throw new Error('a redirect must lead to a URI of printable ASCII characters');
  write(
    to,
    status,
    { location, 'referrer-policy': 'no-referrer', ...NEVER_STORED },
    undefined,
    cookieHeaders(cookies, to.secure),
  );
}

function sendPage({ status, view, headers, cookies }: PageResponse, to: Sending): void {
  const { body, csp, framed_by } = to.draw(view);
  const page = pageHeaders(csp, to.origin, framed_by);
  const all = { 'content-type': 'text/html; charset=utf-8', ...page, ...lowered(headers) };
  write(to, status, all, body, cookieHeaders(cookies, to.secure));
}

/** With `body` undefined there is none. Node leaves the body of an answer to HEAD out by itself. */
export function write(
  { request, response, extra }: Pick<Sending, 'request' | 'response' | 'extra'>,
  status: number,
  headers: Headers,
  body?: string | Buffer,
  cookies: readonly string[] = [],
): void {
  const all: Record<string, string | number | readonly string[]> = { ...headers, ...extra };
  if (cookies.length > 0) all['set-cookie'] = cookies;
  const length = body === undefined ? 0 : Buffer.byteLength(body);
  if (status !== 304 && status !== 204) all['content-length'] = length;
  const unread = hasUnreadBody(request);
  if (unread) all['connection'] = 'close';
  // Node's own type leaves out the lists that set-cookie may be.
  response.writeHead(status, all as Record<string, string>);
  if (unread) endWhenDrained(request, response, body ?? '');
  else if (typeof body !== 'string') response.end(body);
  // Where each character is one byte, it can go out together with the head and without being encoded.
  else response.end(body, length === body.length ? 'latin1' : 'utf8');
}

/** Names don't differ by case, but as keys they would, and stand twice. */
function lowered(headers: Headers | undefined): Headers {
  if (headers === undefined) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function hasUnreadBody({ complete, headers }: IncomingMessage): boolean {
  if (complete) return false;
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}

const LINGER_MS = 2_000;

/**
 * Closing while the peer still sends resets the connection, and the peer may lose the answer that says why. So the rest
 * is read and dropped for a while. RFC 9112 §9.6
 */
function endWhenDrained(request: IncomingMessage, response: ServerResponse, body: string | Buffer): void {
  if (body.length > 0) response.write(body);
  else response.flushHeaders();
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once('end', end);
  request.once('close', end);
  request.resume();
}
