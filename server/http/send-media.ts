/** Sends a document or a stream of the admin API piece by piece, no faster than the peer takes it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { MediaReply } from '../admin/handler.ts';
import { NEVER_STORED, NOSNIFF } from './security-headers.ts';

/** Its content is data that people typed: a browser may save it and show nothing of it as a page. */
const SANDBOX = { 'content-security-policy': "default-src 'none'; sandbox" };

export async function sendMedia(
  { media, filename, chunks }: MediaReply,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, {
    ...NEVER_STORED,
    ...NOSNIFF,
    ...SANDBOX,
    'content-type': media,
    ...(filename === undefined ? {} : { 'content-disposition': `attachment; filename="${filename}"` }),
  });
  response.flushHeaders();
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  for await (const chunk of chunks) {
    if (response.destroyed) return;
    if (!response.write(chunk)) await drained(response);
  }
  response.end();
}

/** Resolves when the peer has taken what was written, or has gone; nothing goes on listening for the other. */
async function drained(response: ServerResponse): Promise<void> {
  const waited = new AbortController();
  const { signal } = waited;
  const outcomes = [once(response, 'drain', { signal }), once(response, 'close', { signal })];
  try {
    await Promise.race(outcomes);
  } finally {
    waited.abort();
    await Promise.allSettled(outcomes);
  }
}
