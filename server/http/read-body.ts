/** Reads the body of a POST: form-encoded, small, UTF-8, and nothing else. How long it may take is the server's to bound. */
import type { IncomingMessage } from 'node:http';
import { OAuthError } from '../spec/oauth-error.ts';
import { NO_PARAMS, type Params } from '../spec/params.ts';
import { readParams } from './read-params.ts';

export const MOST_BODY_BYTES = 65_536;

/** The peer went away before its request was whole: there is nobody to answer. */
export class PeerGone extends Error {
  constructor() {
    super('the peer closed the connection before its request was complete');
    this.name = 'PeerGone';
  }
}

/**
 * The parameters of a POST: the form in its body. Throws invalid_request when some stand in the URL: there they would end
 * up in logs, and which of two sources counts must not be a matter of taste; 400 for another content type or bytes that are
 * not UTF-8, 413 for more than 64 KiB, 415 for an encoded content. Throws PeerGone when the body ends too early.
 * RFC 6749 §2.3.1, §3.1, §3.2
 */
export async function readPosted(request: IncomingMessage, query: string): Promise<Params> {
  if (query !== '')
    throw new OAuthError('invalid_request', 'the parameters of a POST belong in the body, none in the URL');
  if (!hasForm(request)) return NO_PARAMS;
  return readParams(decode(await readBytes(request, tooLarge)));
}

/** Whether there is a body, which must say that it is a form, and no larger one than is read. */
function hasForm(request: IncomingMessage): boolean {
  if (!hasBody(request)) return false;
  const { headers } = request;
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw refusal(415, 'an encoded body (Content-Encoding) is not accepted');
  }
  if (!isForm(headers['content-type'])) {
    throw refusal(400, 'the body must be application/x-www-form-urlencoded in UTF-8');
  }
  if (Number(headers['content-length'] ?? 0) > MOST_BODY_BYTES) throw tooLarge();
  return true;
}

export function hasBody({ headers }: IncomingMessage): boolean {
  const declared = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (declared !== undefined && declared !== '0');
}

function isForm(contentType: string | undefined): boolean {
  if (contentType === 'application/x-www-form-urlencoded') return true;
  return /^application\/x-www-form-urlencoded\s*(?:;\s*(?:charset="?utf-8"?)?\s*)?$/i.test(contentType ?? '');
}

/** The whole body; what `refuse` makes is thrown for one that is larger than is read, PeerGone for one that ends early. */
export function readBytes(request: IncomingMessage, refuse: () => Error): Promise<Buffer> {
  // The body of a small request arrives with its head: after this turn all of it lies there, and nothing need listen for it.
  return new Promise((resolve) => setImmediate(resolve)).then(() => {
    const whole: unknown = request.complete ? request.read() : null;
    if (!Buffer.isBuffer(whole)) return readChunks(request, refuse);
    if (whole.length > MOST_BODY_BYTES) throw refuse();
    return whole;
  });
}

function readChunks(request: IncomingMessage, refuse: () => Error): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // It may have gone before anybody listened.
    if (request.destroyed && !request.complete) return reject(new PeerGone());
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MOST_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      request.pause();
      request.off('data', take);
      reject(refuse());
    };
    request.on('data', take);
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => reject(new PeerGone()));
    request.on('close', () => {
      if (!request.complete) reject(new PeerGone());
    });
  });
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Buffer): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw refusal(400, 'the body is not UTF-8');
  return text;
}

/** Undefined for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

function tooLarge(): OAuthError {
  return refusal(413, `the body must not be larger than ${MOST_BODY_BYTES} bytes`);
}

function refusal(status: number, description: string): OAuthError {
  return new OAuthError('invalid_request', description, { status });
}
