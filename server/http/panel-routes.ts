/** /panel/ and /api/: the built page, the admin API and its description, and the JSON Schema of the configuration document. */
import { randomBytes } from 'node:crypto';
import { Router, type Request, type Response } from 'express';
import { mayAdminister, ONLY_FROM_HERE } from './admin-from.ts';
import { openApiDocument } from '../contract/admin/openapi.ts';
import { configurationJsonSchema } from '../contract/configuration.ts';
import { createAdminRoutes, sendProblem } from './admin-routes.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { answerNotice, methodNotAllowed, NOT_FOUND, type Notice } from './notice.ts';
import { problemOf } from './problem-mapper.ts';
import { NOSNIFF, pageHeaders } from './security-headers.ts';
import { write } from './send.ts';
import { createStaticDirectory } from './static-directory.ts';

/** Stands in the built page where the nonce of its styles goes: one for each answer. */
const NONCE_PLACE = '__LANYARD_NONCE__';

const cspWith = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

const API = '/api/v1/';

const NOT_BUILT: Notice = {
  status: 503,
  code: 'temporarily_unavailable',
  title: 'The panel is not built yet',
  detail: 'The server runs, but the files of the panel are missing.',
  remedy: 'Run npm run build in the folder of the program, then load this page again.',
};

export function createPanelRoutes(edge: Edge, listener: Listener, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const files = createStaticDirectory(edge.panel.directory);
  let schema: object | undefined;
  let description: object | undefined;
  const { api } = edge.panel;
  const answerAdmin = api === undefined ? undefined : createAdminRoutes(edge, api, listener);

  function notice(request: Request, response: Response, what: Notice): Promise<void> {
    return exchange.answer({ request, response, audience: 'browser' }, () => answerNotice(request, what));
  }

  router.use(['/panel', '/api'], async (request, response, next) => {
    if (!edge.panel.enabled) return notice(request, response, NOT_FOUND);
    const { admin_from } = await edge.world.settings();
    if (mayAdminister(request, admin_from)) return next();
    if (!request.originalUrl.startsWith(API)) return notice(request, response, ONLY_FROM_HERE);
    const detail = `${ONLY_FROM_HERE.detail} ${ONLY_FROM_HERE.remedy}`;
    sendProblem(problemOf({ problem: 'forbidden', details: { detail } }), {}, request, response);
  });

  router.get('/panel', (_request, response) => {
    response.redirect(303, '/panel/');
  });

  router.get('/panel/{*path}', async (request, response) => {
    const path = request.path.slice('/panel/'.length);
    const asked = path === '' ? 'index.html' : path;
    // A screen's address has no dot in it; the page itself finds out which screen is meant.
    // As the client says it, in Accept-Encoding: with its `q=0` and its `*`. RFC 9110 §12.5.3
    const accepts = (coding: string) => request.acceptsEncodings(coding) !== false;
    const file =
      (await files.file(asked, accepts)) ?? (asked.includes('.') ? undefined : await files.file('index.html', accepts));
    if (file === undefined) return notice(request, response, path === '' ? NOT_BUILT : NOT_FOUND);
    const isPage = file.content_type.startsWith('text/html');
    const nonce = isPage ? randomBytes(16).toString('base64url') : '';
    const body = isPage ? Buffer.from(file.body.toString('utf8').replaceAll(NONCE_PLACE, nonce)) : file.body;
    const kept = { 'cache-control': 'public, max-age=31536000, immutable', ...NOSNIFF };
    const headers = {
      ...(isPage ? pageHeaders(cspWith(nonce), listener.origin) : kept),
      ...(file.varies ? { vary: 'accept-encoding' } : {}),
      ...(file.content_encoding === undefined ? {} : { 'content-encoding': file.content_encoding }),
      'content-type': file.content_type,
    };
    write({ request, response, extra: {} }, 200, headers, body);
  });

  if (api !== undefined && answerAdmin !== undefined) {
    router.get('/api/openapi.json', (request, response) =>
      exchange.answer({ request, response, audience: 'application' }, () => {
        description ??= openApiDocument({ version: api.house.facts().version, server: listener.origin });
        return { kind: 'document', body: description, max_age_s: 300 };
      }),
    );
    router.all('/api/openapi.json', (request, response) => notice(request, response, methodNotAllowed('GET, HEAD')));
    router.all('/api/v1/{*path}', answerAdmin);
  }

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
