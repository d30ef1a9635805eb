/** The page of the one-time URL, on which the first person makes themselves the admin. Who may, and how, is the setup desk's. */
import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { Visit } from '../admin/first-admin.ts';
import { PANEL_SESSION_FRAGMENT } from '../contract/admin/settings.ts';
import { SHORTEST_PASSWORD } from '../spec/new-password.ts';
import type { Context } from '../engine/context.ts';
import type { EndpointResponse } from '../engine/wire.ts';
import { NO_PARAMS, type Params } from '../spec/params.ts';
import { mayAdminister } from './admin-from.ts';
import type { HouseCookies } from './cookies.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { answerNotice, FOREIGN_POST, methodNotAllowed, type Notice } from './notice.ts';
import { panelCsrf } from './panel-csrf.ts';
import { readPosted } from './read-body.ts';
import { readParams, splitTarget } from './read-params.ts';
import { isForeignPost } from './same-origin.ts';

/** The same words whether there is an admin or not: a stranger learns nothing of it. */
const NOT_VALID: Notice = {
  status: 404,
  code: 'not_found',
  title: 'This link is not valid',
  detail: 'It was used already, or it is not complete, or the server has started again since it printed this link.',
  remedy:
    'While there is no admin, every start of the server prints a new link. Where an admin’s password was lost, stop ' +
    'Lanyard and run “npm run lanyard -- reset-admin” on the server.',
};

export function createSetupRoutes(edge: Edge, listener: Listener, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });

  router.all('/setup', (request, response) =>
    exchange.answer({ request, response, audience: 'browser' }, async () => {
      const { method } = request;
      if (method !== 'GET' && method !== 'POST') return answerNotice(request, methodNotAllowed('GET, POST'));
      if (method === 'POST' && isForeignPost(request.headers, listener.origin)) {
        return answerNotice(request, FOREIGN_POST);
      }
      const cx = await exchange.context(request, listener.dialect ?? 'native');
      const { query } = splitTarget(request.url);
      const params = method === 'GET' ? readParams(query) : await readPosted(request, query);
      const token = params.get('token') ?? '';
      const visit = { ...cx, user_agent: request.headers['user-agent'] ?? '' };
      const check = await edge.setup.check(token, visit);
      if (check.kind === 'closed') return answerNotice(request, NOT_VALID);
      if (check.kind === 'too-many-attempts') return answerNotice(request, slowDown(check.retry_after_s));
      return method === 'GET' ? show(token, NO_PARAMS, {}, cx) : take({ request, token, form: params, cx, visit });
    }),
  );

  async function take({ request, token, form, cx, visit }: Sent): Promise<EndpointResponse> {
    if (form.get('csrf') !== csrfOf(token, cx)) {
      return show(token, form, { csrf: 'The form was out of date. Please send it again.' }, cx);
    }
    const outcome = await edge.setup.makeFirstAdmin(form, visit);
    if (outcome.kind === 'closed') return answerNotice(request, NOT_VALID);
    if (outcome.kind === 'wrong') return show(token, form, outcome.errors, cx);
    // By whatever address this page was reached, the panel is at the same one.
    const panel = edge.panel.enabled && mayAdminister(request, cx.settings.admin_from);
    const cookies: HouseCookies = { session: outcome.session, ...(panel ? { panel: outcome.panel } : {}) };
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'setup-done',
        person: outcome.person,
        issuer: cx.urls.issuer(),
        discovery: cx.urls.endpoint('openid-configuration') ?? cx.urls.issuer(),
        ...(panel ? { panel: `/panel/#${PANEL_SESSION_FRAGMENT}${panelCsrf(cx.secrets, outcome.panel.id)}` } : {}),
      },
      cookies,
    };
  }

  return router;
}

interface Sent {
  readonly request: IncomingMessage;
  readonly token: string;
  readonly form: Params;
  readonly cx: Context;
  readonly visit: Visit;
}

function show(token: string, form: Params, errors: Readonly<Record<string, string>>, cx: Context): EndpointResponse {
  const status = Object.keys(errors).length === 0 ? 200 : 400;
  const named = cx.settings.issuer_name === 'Lanyard' ? '' : cx.settings.issuer_name;
  return {
    kind: 'page',
    status,
    view: {
      page: 'setup',
      status,
      action: '/setup',
      csrf: csrfOf(token, cx),
      fields: [['token', token]],
      values: {
        issuer_name: form.get('issuer_name') ?? named,
        username: form.get('username') ?? '',
        name: form.get('name') ?? '',
        email: form.get('email') ?? '',
      },
      shortest_password: SHORTEST_PASSWORD,
      errors,
    },
  };
}

function csrfOf(token: string, { secrets }: Context): string {
  return secrets.derive('csrf', `setup ${token}`);
}

function slowDown(retry_after_s: number): Notice {
  return {
    status: 429,
    code: 'temporarily_unavailable',
    title: 'Too many tries',
    detail: 'Too many links that are not valid were tried from this address.',
    remedy: 'Wait a minute, then use the address that the server printed when it started.',
    headers: { 'retry-after': String(retry_after_s) },
  };
}
