/** The addresses of a person's own account. What they show and do is the account desk's. */
import type { IncomingMessage } from 'node:http';
import { Router } from 'express';
import type { EndpointRequest } from '../engine/wire.ts';
import { createAddresses } from './addresses.ts';
import { readCookies } from './cookies.ts';
import type { Edge } from './edge.ts';
import type { Exchange } from './exchange.ts';
import type { Listener } from './listener.ts';
import { answerNotice, FOREIGN_POST, methodNotAllowed, NOT_FOUND } from './notice.ts';
import { readPosted } from './read-body.ts';
import { readParams, splitTarget } from './read-params.ts';
import { isForeignPost } from './same-origin.ts';

/** Gitea's and Forgejo's. */
const USER_SETTINGS = '/user/settings/applications';

export function createAccountRoutes(edge: Edge, listener: Listener, exchange: Exchange): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const { addressesOf } = createAddresses(edge, listener, () => edge.panel.api?.house.facts().listeners ?? []);

  // Where their guides send people who register an application; the account itself is at the main listener alone.
  router.get(USER_SETTINGS, (request, response) =>
    exchange.answer({ request, response, audience: 'browser' }, () => ({
      kind: 'redirect',
      status: 303,
      location: `${listener.houseOrigins[0] ?? listener.origin}/account/#lanyard-account-own`,
    })),
  );
  if (listener.dialect !== undefined) {
    // Codes of devices are typed there too, and whoever signs in first comes back to it.
    router.all('/account/sign-in', (request, response) =>
      exchange.answer({ request, response, audience: 'browser' }, () => visit(request)),
    );
    return router;
  }

  router.get('/account', (request, response) =>
    exchange.answer({ request, response, audience: 'browser' }, () => ({
      kind: 'redirect',
      status: 303,
      location: `${listener.origin}/account/`,
    })),
  );
  router.all(['/account/', '/account/*rest'], (request, response) =>
    exchange.answer({ request, response, audience: 'browser' }, () => visit(request)),
  );

  async function visit(request: IncomingMessage) {
    const { method, headers } = request;
    if (method !== 'GET' && method !== 'POST') return answerNotice(request, methodNotAllowed('GET, POST'));
    if (method === 'POST' && isForeignPost(headers, listener.origin)) return answerNotice(request, FOREIGN_POST);
    const { path, query } = splitTarget(request.url ?? '/');
    const asked: EndpointRequest = {
      method,
      params: method === 'GET' ? readParams(query) : await readPosted(request, query),
      authorization: undefined,
      cookies: readCookies(headers.cookie, listener.secure),
      user_agent: headers['user-agent'] ?? '',
    };
    if (listener.dialect !== undefined && asked.params.get('to') !== 'device') return answerNotice(request, NOT_FOUND);
    const cx = await exchange.context(request, listener.dialect ?? 'native');
    return (await edge.account.answer(path, asked, cx, addressesOf)) ?? answerNotice(request, NOT_FOUND);
  }

  return router;
}
