/** What people's browsers meet beside the protocol: interactions, the files of the pages, the front door, and /health. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Router } from 'express';
import type { EndpointRequest, EndpointResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { InteractionName } from '../spec/vocabulary.ts';
import { readCookies } from './cookies.ts';
import type { Edge, StaticFile } from './edge.ts';
import type { Exchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { answerNotice, FOREIGN_POST, methodNotAllowed, NOT_FOUND, wantsPage } from './notice.ts';
import { productDoor } from './product-door.ts';
import { readPosted } from './read-body.ts';
import { readParams, splitTarget } from './read-params.ts';
import { isForeignPost } from './same-origin.ts';
import { NOSNIFF } from './security-headers.ts';
import { traceExchange } from './trace-exchange.ts';

export function createPageRoutes(edge: Edge, listener: Listener, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.get('/health', (request, response) =>
    exchange.answer({ request, response, audience: 'application' }, () => {
      const well = edge.serving() && edge.world.store.writable();
      return { kind: 'json', status: well ? 200 : 503, body: { status: well ? 'ok' : 'unavailable' } };
    }),
  );

  for (const { path, content_type, body } of edge.assets) {
    router.get(path, (_request, response) => sendFile(response, { path, content_type, body }));
  }

  router.get('/assets/:name', (request, response, next) => {
    edge.world
      .settings()
      .then(({ login_page }) => {
        const file = edge.officeAsset(splitTarget(request.url ?? '').path, login_page);
        if (file === undefined) next();
        else sendFile(response, file);
      })
      .catch(next);
  });

  for (const name of edge.interactions) {
    router.all(`/interaction/${name}`, (request, response) =>
      exchange.answer({ request, response, audience: 'browser' }, () => interact(name, request)),
    );
  }

  router.get('/', (request, response) =>
    exchange.answer({ request, response, audience: 'browser' }, () => answerFrontDoor(request)),
  );

  /** Programs that ask are told what they always were: nothing of theirs stands there. */
  function answerFrontDoor(request: IncomingMessage): EndpointResponse {
    const dialect = edge.dialects.find(({ name }) => name === listener.dialect);
    if (dialect !== undefined && wantsPage(request)) {
      return { kind: 'page', status: 200, view: productDoor(dialect, listener) };
    }
    if (dialect !== undefined || !edge.panel.enabled) return answerNotice(request, NOT_FOUND);
    return { kind: 'redirect', status: 303, location: '/panel/' };
  }

  async function interact(name: InteractionName, request: IncomingMessage) {
    const { method } = request;
    if (method !== 'GET' && method !== 'POST') return answerNotice(request, methodNotAllowed('GET, POST'));
    if (method === 'POST' && isForeignPost(request.headers, listener.origin))
      return answerNotice(request, FOREIGN_POST);
    const { path, query } = splitTarget(request.url ?? '/');
    const params = method === 'GET' ? readParams(query) : await readPosted(request, query);
    const asked: EndpointRequest = {
      method,
      params,
      authorization: undefined,
      cookies: readCookies(request.headers.cookie, listener.secure),
      user_agent: request.headers['user-agent'] ?? '',
    };
    const cx = await exchange.context(request, await dialectOf(params));
    const answer = await traceExchange(cx, { ...asked, path }, () => edge.engine.interact(name, asked, cx));
    await exchange.notePage(answer, request, () => ({}));
    return answer;
  }

  /** An interaction goes on in the dialect in which its authorization request came, so that its answer is spelled in it. */
  async function dialectOf(params: Params) {
    if (listener.dialect !== undefined) return listener.dialect;
    const ticket = params.get('ticket');
    return (ticket === undefined ? undefined : edge.dialectOfTicket(ticket)) ?? 'native';
  }

  return router;
}

function sendFile(response: ServerResponse, { content_type, body }: StaticFile): void {
  const bytes = body();
  response.writeHead(200, {
    'content-type': content_type,
    'content-length': bytes.length,
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'same-origin',
    ...NOSNIFF,
  });
  response.end(bytes);
}
