/** Mounts the REST calls of other products. What they answer is the facades room's business. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction } from 'express';
import type { EmptyResponse, Headers } from '../engine/wire.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { Facade, FacadeRequest } from '../facades/facade.ts';
import { mayAdminister, ONLY_FROM_HERE } from './admin-from.ts';
import { chooseDialect } from './choose-dialect.ts';
import { createDialectRegister } from './dialect-register.ts';
import { readCookies } from './cookies.ts';
import { corsHeaders, corsWithCookies, preflightHeaders } from './cors.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import { createFacadeTable } from './facade-table.ts';
import type { Listener } from './listener.ts';
import { answerNotice, NOT_FOUND } from './notice.ts';
import type { FoundPath } from './path-table.ts';
import { readPosted } from './read-body.ts';
import { PLAIN_TEXT, readJson } from './read-json.ts';
import { readParams, splitTarget } from './read-params.ts';
import { traceExchange } from './trace-exchange.ts';

/** On a listener that is bound to a dialect, only that dialect's; elsewhere whose token comes along decides. */
export function createFacadeRoutes(edge: Edge, listener: Listener, exchange: Exchange) {
  const find = createFacadeTable(edge.facades, listener.dialect);
  const register = createDialectRegister(edge.world.store);

  return (request: IncomingMessage, response: ServerResponse, next: NextFunction): void => {
    const { path, query } = splitTarget(request.url ?? '/');
    const preflight = request.method === 'OPTIONS' ? request.headers['access-control-request-method'] : undefined;
    const found = find(preflight ?? request.method ?? '', path);
    if (found === undefined) return next();
    const to = { request, response, audience: 'application', extra: cors(found, request) } as const;
    void exchange.answer(to, () =>
      preflight === undefined ? run(found, request, path, query) : mayAsk(found, preflight),
    );
  };

  /** Where products share a path, the most that one of them allows: which it is, only the body says. */
  function cors({ value: facades }: FoundPath<readonly Facade[]>, request: IncomingMessage): Awaitable<Headers> {
    const { origin } = request.headers;
    const policies = facades.map((row) => row.cors);
    const headers = policies.includes('with_cookies')
      ? corsWithCookies(origin, edge.world.store)
      : corsHeaders(policies.includes('registered') ? 'registered' : 'none', origin, edge.world.store);
    return headers instanceof Promise ? headers.catch(() => ({})) : headers;
  }

  function mayAsk({ value: facades }: FoundPath<readonly Facade[]>, method: string): EmptyResponse {
    const known = facades.some((row) => row.cors !== undefined);
    return { kind: 'empty', status: 204, headers: known ? preflightHeaders([method]) : {} };
  }

  async function run(
    { value: facades, parameters }: FoundPath<readonly Facade[]>,
    request: IncomingMessage,
    path: string,
    query: string,
  ) {
    const asked: FacadeRequest = {
      authorization: request.headers.authorization,
      origin: request.headers.origin,
      browser: readCookies(request.headers.cookie, listener.secure).browser,
      query: readParams(query),
      url: `${listener.origin}${path}`,
      parameters,
      json: () => readJson(request, facades.some(({ json }) => json === 'unsaid') ? PLAIN_TEXT : undefined),
      form: () => readPosted(request, query),
    };
    const among = facades.map(({ dialect }) => dialect);
    const dialect = await chooseDialect(among, { params: asked.query, authorization: asked.authorization }, register);
    const facade = facades.find((row) => row.dialect === dialect);
    if (facade === undefined) throw new Error(`${path} is no call of ${dialect}`);
    const cx = await exchange.context(request, dialect);
    if (facade.office === true) {
      if (!edge.panel.enabled) return answerNotice(request, NOT_FOUND);
      if (!mayAdminister(request, cx.settings.admin_from)) return answerNotice(request, ONLY_FROM_HERE);
      // What admins do is no flow of anybody.
      return facade.answer(asked, { ...cx, trace: undefined });
    }
    const message = { method: facade.method, path, params: asked.query, authorization: asked.authorization };
    return traceExchange(cx, message, () => facade.answer(asked, cx));
  }
}
