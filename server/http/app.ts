/**
 * What one listener answers: the guard, then the hot endpoints on bare Node, then everything that people look at. The last
 * of these is loaded when the server is ready, because it takes longer to load than all the rest.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Edge } from './edge.ts';
import { createEndpointRoutes } from './endpoint-routes.ts';
import { mapError } from './error-mapper.ts';
import { createExchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { findTargetProblem } from './request-target.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export function createApp(edge: Edge, listener: Listener): Handler {
  const exchange = createExchange(edge, listener);
  const answerEndpoint = createEndpointRoutes(edge, listener, exchange);
  let loading: Promise<Handler> | undefined;
  const peopleApp = () => {
    loading ??= import('./people-app.ts')
      .then(({ createPeopleApp }) => createPeopleApp(edge, listener, exchange))
      .catch((fault: unknown) => {
        loading = undefined;
        throw fault;
      });
    return loading;
  };
  // Whoever comes first must not wait for it.
  if (listener.certificateOf === undefined)
    setImmediate(() => void peopleApp().catch((fault: unknown) => mapError(fault, edge.log, 'loading the pages')));

  return (request, response) => {
    const problem = findTargetProblem(request.url, request.rawHeaders, listener.answersTo);
    if (problem !== undefined) return refuseTarget(response, problem);
    if (answerEndpoint(request, response)) return;
    if (listener.certificateOf !== undefined) return refuseTarget(response, NOTHING_ELSE);
    peopleApp().then(
      (app) => app(request, response),
      (fault: unknown) =>
        exchange.answer({ request, response, audience: 'application' }, () => {
          throw fault;
        }),
    );
  };
}

const NOTHING_ELSE = {
  status: 404,
  why: 'This port serves applications that come with a certificate, and nothing else.\n',
};

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
