/** The real edge on a real socket, before an engine of a few lines: what arrives there and what comes back can be chosen. */
import { createAccountDesk } from '../../server/account/account-desk.ts';
import { connect } from 'node:net';
import { createAuditCounts } from '../../server/audit/counts.ts';
import { createSetupDesk } from '../../server/admin/first-admin.ts';
import { DIALECTS } from '../../server/dialects/index.ts';
import type { Dialect } from '../../server/dialects/dialect.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { readSettings } from '../../server/directory/settings.ts';
import type { Context } from '../../server/engine/context.ts';
import type { Endpoint } from '../../server/engine/endpoint.ts';
import { ENDPOINTS } from '../../server/engine/endpoints/index.ts';
import type { EndpointRequest, EndpointResponse } from '../../server/engine/wire.ts';
import type { Facade } from '../../server/facades/facade.ts';
import { createApp } from '../../server/http/app.ts';
import type { Edge } from '../../server/http/edge.ts';
import { type HttpLimits, openHttpServer } from '../../server/http/http-server.ts';
import { createListener } from '../../server/http/listener.ts';
import { createLog } from '../../server/log/log.ts';
import { officeAsset } from '../../server/pages/office-assets.ts';
import { ASSETS } from '../../server/pages/assets.ts';
import { renderPage } from '../../server/pages/render.ts';
import type { DialectName } from '../../server/spec/vocabulary.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { createTracer } from '../../server/trace/tracer.ts';
import { testOutbound } from '../support/outbound.ts';
import { NOW } from '../support/records.ts';

export interface Asked {
  readonly name: string;
  readonly request: EndpointRequest;
  readonly cx: Context;
}

export interface TinyOptions {
  readonly answer?: (asked: Asked) => EndpointResponse | Promise<EndpointResponse>;
  readonly store?: Store;
  readonly dialect?: DialectName;
  readonly dialects?: readonly Dialect[];
  readonly endpoints?: readonly Endpoint[];
  readonly facades?: readonly Facade[];
  /** The origin that was chosen; the socket's own where absent. */
  readonly origin?: string;
  readonly setupToken?: string;
  readonly panel?: Edge['panel'];
  readonly limits?: Partial<HttpLimits>;
}

export async function openTinyEdge(options: TinyOptions = {}) {
  const store = options.store ?? createMemoryStore();
  const asked: Asked[] = [];
  const logged: string[] = [];
  const log = createLog({
    level: 'debug',
    format: 'json',
    now: () => NOW * 1000,
    write: (lines) => logged.push(lines),
  });
  const tracer = createTracer({ capacity: 100, now: () => NOW * 1000, clock: () => 0 });
  const state = { serving: true };
  const answer = options.answer ?? (({ name }) => ({ kind: 'json', status: 200, body: { name } }));
  const take = async (name: string, request: EndpointRequest, cx: Context) => {
    asked.push({ name, request, cx });
    return answer({ name, request, cx });
  };
  const keys = {
    sign: () => '',
    verify: async () => undefined,
    decrypt: async () => undefined,
    jwks: () => ({ keys: [] }),
    algorithms: () => [],
  };
  const edge: Edge = {
    engine: { handle: take, interact: take },
    endpoints: options.endpoints ?? ENDPOINTS,
    interactions: ['login', 'consent'],
    dialects: options.dialects ?? DIALECTS,
    facades: options.facades ?? [],
    assets: ASSETS,
    officeAsset,
    world: {
      store,
      keys,
      passwords: createPasswordHasher(),
      outbound: testOutbound(store, () => NOW),
      traits: {},
      secrets: {
        random: () => 'r',
        derive: (purpose, value) => `${purpose}:${value.length}`,
        seal: (_purpose, plain) => plain,
        unseal: (_purpose, sealed) => sealed,
      },
      now: () => NOW,
      settings: () => readSettings(store),
      trace: () => tracer.current(),
      watched: () => ({ store, keys }),
      counts: createAuditCounts(() => NOW),
    },
    log,
    account: createAccountDesk(() => ({})),
    setup: createSetupDesk(options.setupToken, { amr: ['pwd'], acr: 'urn:test' }),
    panel: options.panel ?? { enabled: true, directory: '/nonexistent' },
    dialectOfTicket: (ticket) => (ticket === 'of-github' ? 'github' : undefined),
    serving: () => state.serving,
    draw: renderPage,
  };
  const server = await openHttpServer({
    host: '127.0.0.1',
    port: 0,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const url = `http://127.0.0.1:${server.port}`;
  const origin = options.origin ?? url;
  server.serve(
    createApp(edge, createListener({ dialect: options.dialect, origin, host: '127.0.0.1', port: server.port })),
  );
  return {
    url,
    port: server.port,
    host: `127.0.0.1:${server.port}`,
    store,
    asked,
    tracer,
    state,
    server,
    logs: () => {
      log.flush();
      return logged.join('');
    },
    /** Sends bytes as they are and answers everything that comes until the peer closes or `within_ms` are over. */
    raw: (bytes: string | Buffer, within_ms = 30_000) => talk(server.port, bytes, within_ms),
    close: () => server.stop(0),
  };
}

function talk(port: number, bytes: string | Buffer, within_ms: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(heard);
    };
    const timer = setTimeout(end, within_ms);
    socket.on('data', (data) => (heard += data.toString('latin1')));
    socket.on('end', end);
    socket.on('error', end);
    socket.on('close', end);
  });
}

export function postForm(url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    redirect: 'manual',
  });
}
