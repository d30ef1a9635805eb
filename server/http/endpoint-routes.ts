/**
 * The hot path: from a socket to the engine and back for every protocol endpoint of every dialect. It comes before
 * everything else, reads only what the endpoint needs, and hands paths that are no endpoint on.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dialect, DialectRequest } from '../dialects/dialect.ts';
import type { Endpoint } from '../engine/endpoint.ts';
import type { Context } from '../engine/context.ts';
import { WITH_CERTIFICATE } from '../engine/metadata.ts';
import type { EndpointMethod, EndpointResponse, Headers } from '../engine/wire.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import type { PathParameters } from '../spec/path-pattern.ts';
import type { DialectName, EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import { createDialectRegister } from './dialect-register.ts';
import { type Asking, chooseDialect, createMountTable, type Mount } from './choose-dialect.ts';
import { applicationIn, hasNoApplication } from './application-in-path.ts';
import { NO_COOKIES, readCookies } from './cookies.ts';
import { type CorsPolicy, corsHeaders, isUnregisteredOrigin, preflightHeaders } from './cors.ts';
import type { Edge } from './edge.ts';
import type { Exchange, NoteAbout } from './exchange.ts';
import { inOurSpelling, spelledDifferently } from './in-our-spelling.ts';
import type { Listener } from './listener.ts';
import { whoAsks } from './log-refusing-page.ts';
import { answerNotice, NOT_FOUND } from './notice.ts';
import { comeAgain, openPosted } from './posted-elsewhere.ts';
import { readPosted } from './read-body.ts';
import { isJson, readJsonParams } from './read-json-params.ts';
import { readJsonRequest } from './read-json-request.ts';
import { readParams, splitTarget } from './read-params.ts';
import { createSpelledDocuments } from './spelled-documents.ts';
import { traceExchange } from './trace-exchange.ts';

/** Answers whether the request was one for an endpoint; when it was, it is answered. */
export function createEndpointRoutes(edge: Edge, listener: Listener, exchange: Exchange) {
  const mounts = createMountTable(edge.dialects, listener.dialect);
  const { certificateOf } = listener;
  const served = edge.endpoints.filter(({ name }) => certificateOf === undefined || WITH_CERTIFICATE.has(name));
  const endpoints = new Map(served.map((endpoint) => [endpoint.name, endpoint]));
  const register = createDialectRegister(edge.world.store);
  const documents = createSpelledDocuments();
  const dialects = new Map(edge.dialects.map((dialect) => [dialect.name, dialect]));
  const spelled = new Map(edge.dialects.map((dialect) => [dialect, spelledDifferently(dialect)]));

  return function answerEndpoint(request: IncomingMessage, response: ServerResponse): boolean {
    const { path, query } = splitTarget(request.url ?? '/');
    const found = mounts.find(path);
    const endpoint = found === undefined ? undefined : endpoints.get(found.value.endpoint);
    if (found === undefined || endpoint === undefined) return false;
    const { value: mount, parameters } = found;
    const to = { request, response, extra: cors(endpoint, request), audience: endpoint.audience };
    void exchange.answer(to, (note) => run({ request, path, query, mount, parameters, endpoint }, note));
    return true;
  };

  interface Arrived {
    readonly request: IncomingMessage;
    readonly path: string;
    readonly query: string;
    readonly mount: Mount;
    readonly parameters: PathParameters;
    readonly endpoint: Endpoint;
  }

  function cors(endpoint: Endpoint, request: IncomingMessage): Awaitable<Headers> {
    const headers = corsHeaders(corsPolicy(endpoint), request.headers.origin, edge.world.store);
    return headers instanceof Promise ? headers.catch(() => ({})) : headers;
  }

  async function run(arrived: Arrived, note: NoteAbout): Promise<EndpointResponse> {
    const { request, mount, parameters, endpoint } = arrived;
    const method = methodOf(request, endpoint);
    if (method === undefined) return refuseMethod(request, endpoint);
    const { origin } = request.headers;
    if (origin !== undefined && method === 'POST' && endpoint.audience === 'application') {
      const foreign = await isUnregisteredOrigin(origin, listener.origin, edge.world.store);
      if (foreign) throw new OAuthError('invalid_request', FOREIGN_ORIGIN, { status: 403 });
    }
    const reading = readRequest(arrived, method);
    const asked = reading instanceof Promise ? await reading : reading;
    note(() => whoAsks(asked));
    const chosen = chooseDialect(mount.dialects, askingOf(arrived, asked), register);
    const name = typeof chosen === 'string' ? chosen : await chosen;
    const dialect = dialects.get(name);
    if (dialect === undefined) throw new Error(`${name} is not in the table of dialects`);
    if (method === 'POST' && endpoint.json !== true && isJson(request) && !takesJson(dialect, endpoint.name)) {
      throw new OAuthError('invalid_request', NO_FORM);
    }
    const whose = hasNoApplication(parameters) ? undefined : await applicationIn(parameters, name, edge.world.store);
    if (whose === 'nobody') return answerNotice(request, NOT_FOUND);
    const cx = await exchange.context(request, name, whose);
    const answer = await speak({ dialect, endpoint, asked, whose, path: arrived.path }, cx);
    if (answer.kind === 'page') await exchange.notePage(answer, request, () => whoAsks(asked));
    return answer;
  }

  interface Heard {
    readonly dialect: Dialect;
    readonly endpoint: Endpoint;
    readonly asked: DialectRequest;
    readonly path: string;
    /** The application that the path names. */
    readonly whose: Application | undefined;
  }

  function askingOf({ request, mount, endpoint: { name } }: Arrived, asked: DialectRequest): Asking {
    if (mount.dialects.length === 1) return asked;
    const { params, authorization } = asked;
    const fits = (candidate: DialectName) => {
      const dialect = dialects.get(candidate);
      return dialect?.expects?.[name]?.(params) !== false && (!isJson(request) || takesJson(dialect, name));
    };
    return { params, authorization, fits };
  }

  /** A dialect that spells nothing differently, with nobody watching, is the engine's own. */
  function speak(heard: Heard, cx: Context) {
    const { dialect, endpoint, asked, path } = heard;
    const { name } = endpoint;
    const again = comeAgain(asked, endpoint, path, edge.world);
    if (cx.trace !== undefined) {
      return traceExchange(cx, { ...asked, path }, async () => again ?? translate(heard, cx));
    }
    if (again !== undefined) return again;
    if (spelled.get(dialect)?.has(name) !== true) return edge.engine.handle(name, asked, cx);
    return translate(heard, cx);
  }

  async function translate({ dialect, endpoint, asked, path, whose }: Heard, cx: Context) {
    const inOurs = inOurSpelling(dialect, endpoint.name, asked, whose);
    try {
      const ours = await edge.engine.handle(endpoint.name, inOurs, cx);
      return write(dialect, endpoint, ours, asked);
    } catch (thrown) {
      const refuses = dialect.refuses?.[endpoint.name];
      if (refuses === undefined || !(thrown instanceof OAuthError) || thrown.status >= 500 || thrown.status === 429)
        throw thrown;
      exchange.noteRefusal(thrown, `${asked.method} ${path}`, whoAsks(asked));
      return refuses(thrown, asked);
    }
  }

  function write(dialect: Dialect, { name }: Endpoint, ours: EndpointResponse, asked: DialectRequest) {
    const writes = dialect.writes?.[name];
    if (writes === undefined) return ours;
    return ours.kind === 'document'
      ? documents.spell(dialect.name, ours, () => writes(ours, asked))
      : writes(ours, asked);
  }

  /** At once where there is no body to wait for. */
  function readRequest(arrived: Arrived, method: EndpointMethod): Awaitable<DialectRequest> {
    const { request, path, query, mount, endpoint } = arrived;
    const inQuery = method === 'GET' || endpoint.json === true;
    if (!inQuery) return readForm(request, query, mount).then((params) => requestOf(arrived, method, params));
    const asked = requestOf(arrived, method, fromQuery(readParams(query), endpoint, path));
    return method === 'GET' ? asked : readJsonRequest(request).then((body) => ({ ...asked, body }));
  }

  function requestOf({ request, endpoint }: Arrived, method: EndpointMethod, params: Params): DialectRequest {
    const { headers, socket } = request;
    const certificate = certificateOf?.(socket);
    const asked: DialectRequest = {
      method,
      params,
      authorization: headers.authorization,
      dpop: oneOf(headers['dpop']),
      cookies: endpoint.audience === 'browser' ? readCookies(headers.cookie, listener.secure) : NO_COOKIES,
      user_agent: headers['user-agent'] ?? '',
      accept: headers.accept ?? '',
    };
    return certificate === undefined ? asked : { ...asked, certificate };
  }

  /** Who speaks is known only when it has been read; `run` refuses JSON for those that don't take it. */
  function readForm(request: IncomingMessage, query: string, mount: Mount): Promise<Params> {
    const somebody = mount.dialects.some((name) => takesJson(dialects.get(name), mount.endpoint));
    return somebody && isJson(request) ? readJsonParams(request, query) : readPosted(request, query);
  }

  function fromQuery(params: Params, { audience }: Endpoint, path: string): Params {
    return audience === 'browser' ? openPosted(params, path, edge.world) : params;
  }
}

/** Node joins what it does not know by commas, which are in no proof. */
function oneOf(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : header?.join(', ');
}

function takesJson(dialect: Dialect | undefined, endpoint: EndpointName): boolean {
  return dialect?.takes_json?.includes(endpoint) === true;
}

const NO_FORM = 'the body must be application/x-www-form-urlencoded in UTF-8';
const FOREIGN_ORIGIN = 'a web page sent this, and its origin is not among the web_origins of any application';

function corsPolicy({ cors, audience }: Endpoint): CorsPolicy {
  if (!cors || audience === 'browser') return 'none';
  return audience === 'anyone' ? 'everyone' : 'registered';
}

/** A HEAD is run as a GET where a GET changes nothing; an authorization request might issue a code. RFC 9110 §9.3.2 */
function methodOf({ method }: IncomingMessage, { methods, audience }: Endpoint): EndpointMethod | undefined {
  const wanted = method === 'HEAD' && audience !== 'browser' ? 'GET' : method;
  return methods.find((known) => known === wanted);
}

function refuseMethod(request: IncomingMessage, endpoint: Endpoint): EndpointResponse {
  const { methods, audience } = endpoint;
  const asksFirst = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  if (asksFirst && corsPolicy(endpoint) !== 'none') {
    return { kind: 'empty', status: 204, headers: preflightHeaders(methods) };
  }
  const heads = audience !== 'browser' && methods.includes('GET') ? ['HEAD'] : [];
  const allow = [...methods, ...heads].join(', ');
  throw new OAuthError('invalid_request', `this endpoint answers ${allow}, not ${request.method ?? 'nothing'}`, {
    status: 405,
    headers: { allow },
  });
}
