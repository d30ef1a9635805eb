/** Mounts the REST calls of other products. What they answer is the facades room's business. */
import { Router } from 'express';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { readParams, splitTarget } from './read-params.ts';
import { traceExchange } from './trace-exchange.ts';

/** On a listener that is bound to a dialect, only that dialect's. */
export function createFacadeRoutes(edge: Edge, listener: Listener, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });
  for (const facade of edge.facades) {
    if (listener.dialect !== undefined && listener.dialect !== facade.dialect) continue;
    router.get([...facade.paths], (request, response) =>
      exchange.answer({ request, response, audience: 'application' }, async () => {
        const { path, query } = splitTarget(request.url);
        const asked = {
          authorization: request.headers.authorization,
          query: readParams(query),
          url: `${listener.origin}${path}`,
        };
        const cx = await exchange.context(request, facade.dialect);
        const message = { method: 'GET', path, params: asked.query, authorization: asked.authorization } as const;
        return traceExchange(cx, message, async () => facade.answer(asked, cx));
      }),
    );
  }
  return router;
}
