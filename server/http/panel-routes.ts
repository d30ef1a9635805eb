/** /panel/ and what of /api/ there is: the built page, and the JSON Schema of the configuration document. */
import { Router, type Request, type Response } from 'express';
import { mayAdminister, ONLY_FROM_HERE } from './admin-from.ts';
import { configurationJsonSchema } from '../contract/configuration.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import { answerNotice, methodNotAllowed, NOT_FOUND, type Notice } from './notice.ts';
import { NOSNIFF, pageHeaders } from './security-headers.ts';
import { createStaticDirectory } from './static-directory.ts';

const CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const NOT_BUILT: Notice = {
  status: 503,
  code: 'temporarily_unavailable',
  title: 'The panel is not built yet',
  detail: 'The server runs, but the files of the panel are missing.',
  remedy: 'Run npm run build in the folder of the program, then load this page again.',
};

export function createPanelRoutes(edge: Edge, origin: string, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const files = createStaticDirectory(edge.panel.directory);
  let schema: object | undefined;

  function notice(request: Request, response: Response, what: Notice): Promise<void> {
    return exchange.answer({ request, response, audience: 'browser' }, () => answerNotice(request, what));
  }

  router.use(['/panel', '/api'], async (request, response, next) => {
    if (!edge.panel.enabled) return notice(request, response, NOT_FOUND);
    const { admin_from } = await edge.world.settings();
    if (!mayAdminister(request, admin_from)) return notice(request, response, ONLY_FROM_HERE);
    next();
  });

  router.get('/panel', (_request, response) => {
    response.redirect(303, '/panel/');
  });

  router.get('/panel/{*path}', async (request, response) => {
    const path = request.path.slice('/panel/'.length);
    const asked = path === '' ? 'index.html' : path;
    // A screen's address has no dot in it; the page itself finds out which screen is meant.
    const file = (await files.file(asked)) ?? (asked.includes('.') ? undefined : await files.file('index.html'));
    if (file === undefined) return notice(request, response, path === '' ? NOT_BUILT : NOT_FOUND);
    const isPage = file.content_type.startsWith('text/html');
    const kept = { 'cache-control': 'public, max-age=31536000, immutable', ...NOSNIFF };
    response.writeHead(200, {
      ...(isPage ? pageHeaders(CSP, origin) : kept),
      'content-type': file.content_type,
      'content-length': file.body.length,
    });
    response.end(file.body);
  });

  router.get('/api/lanyard.schema.json', (request, response) =>
    exchange.answer({ request, response, audience: 'application' }, () => {
      schema ??= configurationJsonSchema();
      return { kind: 'document', body: schema, max_age_s: 300 };
    }),
  );

  router.all(['/panel/{*path}', '/api/lanyard.schema.json'], (request, response) =>
    notice(request, response, methodNotAllowed('GET, HEAD')),
  );
  return router;
}
