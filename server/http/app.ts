/**
 * What one listener answers: the guard, then the hot endpoints on bare Node, then the Express application with everything
 * that people look at.
 */
import express, { type NextFunction, type Request, type Response } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Edge } from './edge.ts';
import { createEndpointRoutes } from './endpoint-routes.ts';
import { createExchange } from './exchange.ts';
import { createFacadeRoutes } from './facade-routes.ts';
import type { Listener } from './listener.ts';
import { answerNotice, NOT_FOUND } from './notice.ts';
import { createPageRoutes } from './page-routes.ts';
import { createPanelRoutes } from './panel-routes.ts';
import { findTargetProblem } from './request-target.ts';
import { createSetupRoutes } from './setup-routes.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export function createApp(edge: Edge, listener: Listener): Handler {
  const exchange = createExchange(edge, listener);
  const answerEndpoint = createEndpointRoutes(edge, listener, exchange);
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);

  app.use(createFacadeRoutes(edge, listener, exchange));
  app.use(createPageRoutes(edge, listener, exchange));
  if (listener.dialect === undefined) {
    app.use(createSetupRoutes(edge, listener, exchange));
    app.use(createPanelRoutes(edge, listener.origin, exchange));
  }
  app.use((request: Request, response: Response) =>
    exchange.answer({ request, response, audience: 'browser' }, () => answerNotice(request, NOT_FOUND)),
  );
  app.use((thrown: unknown, request: Request, response: Response, _next: NextFunction) =>
    exchange.answer({ request, response, audience: 'browser' }, () => {
      // Express itself refuses a path whose percent-encoding is broken; that is nobody's page.
      if (thrown instanceof URIError) return answerNotice(request, NOT_FOUND);
      throw thrown;
    }),
  );

  return (request, response) => {
    const problem = findTargetProblem(request.url, request.rawHeaders, listener.answersTo);
    if (problem !== undefined) return refuseTarget(response, problem);
    if (!answerEndpoint(request, response)) app(request, response);
  };
}

/** Plain text, and the connection ends: whoever this was, it was not talking to us. */
function refuseTarget(response: ServerResponse, problem: { readonly status: number; readonly why: string }): void {
  response.writeHead(problem.status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(problem.why),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(problem.why);
}
