/** Mounts the REST calls of other products. What they answer is the facades room's business. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NextFunction } from 'express';
import type { Facade, FacadeRequest } from '../facades/facade.ts';
import type { EndpointResponse, Headers } from '../engine/wire.ts';
import { unknownCall } from '../facades/shapes/unknown-calls.ts';
import { readCallToken } from '../spec/call-token.ts';
import { mayAdminister, ONLY_FROM_HERE } from './admin-from.ts';
import { chooseDialect } from './choose-dialect.ts';
import { readCookies } from './cookies.ts';
import { corsHeaders, corsWithCookies, preflightHeaders } from './cors.ts';
import { createDialectRegister } from './dialect-register.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import { createFacadeTable } from './facade-table.ts';
import type { Listener } from './listener.ts';
import { answerNotice, methodNotAllowed } from './notice.ts';
import type { FoundPath } from './path-table.ts';
import { readPosted } from './read-body.ts';
import { JSON_PATCH, PLAIN_TEXT, readJson } from './read-json.ts';
import { readParams, splitTarget } from './read-params.ts';
import { traceExchange } from './trace-exchange.ts';

/** On a listener that is bound to a dialect, only that dialect's; elsewhere whose token comes along decides. */
export function createFacadeRoutes(edge: Edge, listener: Listener, exchange: Exchange) {
  const { panel } = edge;
  const served = edge.facades.filter(({ office }) => office !== true || panel.enabled);
  const table = createFacadeTable(served, listener.dialect);
  const register = createDialectRegister(edge.world.store);

  return (request: IncomingMessage, response: ServerResponse, next: NextFunction): void => {
    const { path, query } = splitTarget(request.url ?? '/');
    const found = table.find(request.method ?? '', path);
    const allowed = found === undefined ? table.allowedAt(path) : [];
    if (found === undefined && allowed.length === 0) return answerUnknown(request, response, path, next);
    const shared = cors(found ?? table.find(request.headers['access-control-request-method'] ?? '', path), request);
    const to = { request, response, audience: 'application', extra: shared } as const;
    if (found !== undefined) return void exchange.answer(to, () => run(found, request, path, query));
    void exchange.answer(to, async () => answerOtherMethod(request, allowed, await shared));
  };

  /** A product's own listener refuses in its words what looks like a call of it. */
  function answerUnknown(request: IncomingMessage, response: ServerResponse, path: string, next: NextFunction): void {
    const unknown = listener.dialect && unknownCall(listener.dialect, path, listener.origin);
    if (unknown === undefined) return next();
    void exchange.answer({ request, response, audience: 'application' }, () => unknown);
  }

  /**
   * Where products share a path, the most that one of them allows: a preflight brings no token and no body by which they are told
   * apart.
   */
  function cors(found: FoundPath<readonly Facade[]> | undefined, { headers }: IncomingMessage): Promise<Headers> {
    const policies = (found?.value ?? []).map((facade) => facade.cors);
    const shared = policies.includes('with_cookies')
      ? corsWithCookies(headers.origin, edge.world.store)
      : corsHeaders(policies.includes('registered') ? 'registered' : 'none', headers.origin, edge.world.store);
    return Promise.resolve(shared).catch(() => ({}));
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
      head: request.method === 'HEAD',
      json: () => readJson(request, besideJson(facades)),
      form: () => readPosted(request, query),
    };
    const among = facades.map(({ dialect }) => dialect);
    const token = readCallToken(asked.authorization)?.value;
    const asking = { params: asked.query, authorization: asked.authorization, token };
    const dialect = await chooseDialect(among, asking, register);
    const facade = facades.find((row) => row.dialect === dialect);
    if (facade === undefined) throw new Error(`${path} is no call of ${dialect}`);
    const cx = await exchange.context(request, dialect);
    if (facade.office === true) {
      if (!mayAdminister(request, cx.settings.admin_from)) return answerNotice(request, ONLY_FROM_HERE);
      // What admins do is no flow of anybody.
      return facade.answer(asked, { ...cx, trace: undefined });
    }
    const message = { method: facade.method, path, params: asked.query, authorization: asked.authorization };
    return traceExchange(cx, message, () => facade.answer(asked, cx));
  }
}

const BESIDE: Readonly<Record<NonNullable<Facade['json']>, RegExp>> = { unsaid: PLAIN_TEXT, patch: JSON_PATCH };

/** What a call comes as beside JSON’s own type; products may share it. */
function besideJson(facades: readonly Facade[]): readonly RegExp[] {
  return facades.flatMap(({ json }) => (json === undefined ? [] : [BESIDE[json]]));
}

/** A page of elsewhere is told what it may do where `shared` says that it may read the answer. RFC 9110 §9.3.7, §15.5.6; Fetch §4.8 */
function answerOtherMethod(request: IncomingMessage, allowed: readonly string[], shared: Headers): EndpointResponse {
  const allow = allowed.join(', ');
  if (request.method !== 'OPTIONS') return answerNotice(request, methodNotAllowed(allow));
  const asksFirst = 'access-control-allow-origin' in shared;
  return { kind: 'empty', status: 204, headers: { allow, ...(asksFirst ? preflightHeaders(allowed) : {}) } };
}
