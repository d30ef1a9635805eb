/**
 * The admin API on the wire: which operation is meant, who asks, what the request holds, and the answer of its handler or
 * the problem that became of it. What operations do is the admin room's.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { authorise, type Gate, type Presented, recognise } from '../admin/authorise.ts';
import type { AdminContext, AdminHouse } from '../admin/handler.ts';
import { type AnyCall, type AnyReply, handlerOf, type PlainReply } from '../admin/handlers.ts';
import { isKnown, type Preconditions } from '../admin/entity-tag.ts';
import { ProblemError } from '../admin/problem-error.ts';
import type { Access } from '../contract/admin/operation.ts';
import type { Problem } from '../contract/admin/problem.ts';
import { CSRF_HEADER } from '../contract/admin/settings.ts';
import { adminResource } from '../engine/admin-resource.ts';
import type { Context } from '../engine/context.ts';
import type { Headers } from '../engine/wire.ts';
import type { FindToken } from '../facades/facade.ts';
import type { PanelSession } from '../storage/records/flow.ts';
import { createAddresses } from './addresses.ts';
import { createAdminTable, type Found } from './admin-table.ts';
import { readAdminInput } from './admin-input.ts';
import { cookieHeaders, readPanelCookie } from './cookies.ts';
import type { Edge } from './edge.ts';
import { mayAdminister } from './admin-from.ts';
import type { Listener } from './listener.ts';
import { addressOf, makeContext, type World } from './make-context.ts';
import { panelCsrf } from './panel-csrf.ts';
import { mapProblem } from './problem-mapper.ts';
import { PeerGone } from './read-body.ts';
import { splitTarget } from './read-params.ts';
import { isForeignCall } from './same-origin.ts';
import { NEVER_STORED, NOSNIFF } from './security-headers.ts';
import { write } from './send.ts';
import { sendMedia } from './send-media.ts';

/** What the composition root hands over for it. */
export interface AdminApi {
  readonly house: AdminHouse;
  readonly findToken: FindToken;
}

export type AnswerAdmin = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Under /api/v1/. Never rejects. */
export function createAdminRoutes(edge: Edge, api: AdminApi, listener: Listener): AnswerAdmin {
  const find = createAdminTable();
  const { urls, addressesOf } = createAddresses(edge, listener, () => api.house.facts().listeners);
  // What admins do is no flow of anybody: the trace would show those who watch it themselves.
  const untraced: World = { ...edge.world, trace: () => undefined };
  const csrfOf = ({ id }: PanelSession) => panelCsrf(edge.world.secrets, id);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path } = splitTarget(request.url ?? '');
    const match = find(request.method ?? '', path);
    if (match.kind === 'nothing') throw new ProblemError('not_found', { detail: 'no operation has this address' });
    if (match.kind === 'other_method') {
      const allow = match.allowed.join(', ');
      throw new ProblemError('method_not_allowed', { detail: `it takes ${allow}`, headers: { allow } });
    }
    const reply = await run(match, request, response);
    await deliver(match, reply, request, response);
  }

  async function run(match: Found, request: IncomingMessage, response: ServerResponse): Promise<AnyReply> {
    const cx = await contextOf(match, request);
    const call: AnyCall = {
      path: match.path,
      ...(await readAdminInput(match.operation, request)),
      preconditions: preconditionsOf(request),
      last_event_id: one(request.headers['last-event-id']),
      signal: goneSignal(response),
      head: request.method === 'HEAD',
    };
    return handlerOf(match.name)(call, cx);
  }

  async function contextOf({ name, operation }: Found, request: IncomingMessage): Promise<AdminContext> {
    const presented = presentedBy(request, operation.access, name === 'readSession');
    const engine = await engineContext(request);
    const { store, now, settings, passwords, address, counts } = engine;
    const actor = await authorise(presented, gateOf(engine));
    const user_agent = request.headers['user-agent'] ?? '';
    const { panel_cookie } = presented;
    const asked = { store, settings, passwords, counts, now, address, user_agent, actor, panel_cookie };
    const mayGoOn = () => isStillWelcome(presented, request);
    const from_here = mayAdminister(request, 'loopback');
    return { house: api.house, ...asked, from_here, mayGoOn, csrfOf, addressesOf };
  }

  function presentedBy(request: IncomingMessage, access: Access, asks_who: boolean): Presented {
    const { headers } = request;
    return {
      access,
      asks_who,
      authorization: headers.authorization,
      panel_cookie: readPanelCookie(headers.cookie, listener.secure),
      csrf: one(headers[CSRF_HEADER]),
      foreign: isForeignCall(headers, { safe: isGet(request) }, listener.origin),
    };
  }

  function engineContext(request: IncomingMessage): Promise<Context> {
    return makeContext(untraced, { dialect: 'native', urls, address: addressOf(request.socket) });
  }

  function gateOf(engine: Context): Gate {
    return {
      store: engine.store,
      now: engine.now,
      csrfOf,
      findToken: (value) => api.findToken(value, engine),
      isOurs: (audience, application) =>
        audience === adminResource(engine) || engine.urls.isOurs(audience, application),
    };
  }

  /** As things stand now. It is no use of a panel session: a stream that is left open must not keep one alive. */
  async function isStillWelcome(presented: Presented, request: IncomingMessage): Promise<boolean> {
    try {
      await recognise(presented, gateOf(await engineContext(request)));
      return true;
    } catch (error) {
      if (error instanceof ProblemError) return false;
      throw error;
    }
  }

  async function deliver(
    { operation }: Found,
    reply: AnyReply,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if ('media' in reply) return sendMedia(reply, request, response);
    sendPlain(operation.answer.status, reply, request, response);
  }

  function sendPlain(status: number, reply: PlainReply, request: IncomingMessage, response: ServerResponse): void {
    const cookies = reply.panel === undefined ? [] : cookieHeaders({ panel: reply.panel }, listener.secure);
    const etag = reply.etag === undefined ? {} : { etag: reply.etag };
    const to = { request, response };
    if (status === 204) return write(to, 204, HEADERS, undefined, cookies);
    const known =
      reply.etag !== undefined && status === 200 && isGet(request) && isKnown(reply.etag, preconditionsOf(request));
    if (known) return write(to, 304, { ...NEVER_STORED, ...etag });
    write(to, status, { ...HEADERS, ...etag, 'content-type': 'application/json' }, JSON.stringify(reply.body), cookies);
  }

  /** So that a client finds out by itself whom to ask for a token. RFC 9728 §5.1 */
  function withResourceMetadata(headers: Headers): Headers {
    const challenge = headers['www-authenticate'];
    const url = urls.endpoint('oauth-protected-resource');
    if (challenge === undefined || url === undefined) return headers;
    const joint = challenge === 'Bearer' ? ' ' : ', ';
    return { ...headers, 'www-authenticate': `${challenge}${joint}resource_metadata="${url}"` };
  }

  return async (request, response) => {
    try {
      await answer(request, response);
    } catch (thrown) {
      const where = `${request.method ?? ''} ${splitTarget(request.url ?? '').path}`;
      const gone = thrown instanceof PeerGone;
      if (!gone && !response.headersSent && !response.destroyed) {
        const { problem, headers } = mapProblem(thrown, edge.log, where);
        return sendProblem(problem, withResourceMetadata(headers), request, response);
      }
      if (!gone) mapProblem(thrown, edge.log, where);
      response.destroy();
    }
  };
}

const HEADERS = { ...NEVER_STORED, ...NOSNIFF };

export function sendProblem(
  problem: Problem,
  headers: Readonly<Record<string, string>>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const all = { ...HEADERS, ...headers, 'content-type': 'application/problem+json' };
  write({ request, response }, problem.status, all, JSON.stringify(problem));
}

function isGet({ method }: IncomingMessage): boolean {
  return method === 'GET' || method === 'HEAD';
}

function preconditionsOf({ headers }: IncomingMessage): Preconditions {
  return { if_match: headers['if-match'], if_none_match: headers['if-none-match'] };
}

function one(header: string | readonly string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}

/** Node closes a response when it is sent, and when the peer goes or the server stops before that. */
function goneSignal(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  return gone.signal;
}
