/** Everything that people look at, as an Express application: pages, set-up, panel and API, and the REST calls of other products. */
import express, { type NextFunction, type Request, type Response } from 'express';
import type { Handler } from './app.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import { createAccountRoutes } from './account-routes.ts';
import { createFacadeRoutes } from './facade-routes.ts';
import type { Listener } from './listener.ts';
import { answerNotice, NOT_FOUND } from './notice.ts';
import { createPageRoutes } from './page-routes.ts';
import { createPanelRoutes } from './panel-routes.ts';
import { createSetupRoutes } from './setup-routes.ts';

export function createPeopleApp(edge: Edge, listener: Listener, exchange: Exchange): Handler {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', false);
  app.set('case sensitive routing', true);
  app.set('strict routing', true);

  app.use(createFacadeRoutes(edge, listener, exchange));
  app.use(createPageRoutes(edge, listener, exchange));
  app.use(createAccountRoutes(edge, listener, exchange));
  if (listener.dialect === undefined) {
    app.use(createSetupRoutes(edge, listener, exchange));
    app.use(createPanelRoutes(edge, listener, exchange));
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
  return app;
}
