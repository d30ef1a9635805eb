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
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}
