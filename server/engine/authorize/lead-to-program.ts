/** Leads somebody on the way to an application to the office's own sign-in program, which asks in the place of a page of ours. */
import { OAuthError } from '../../spec/oauth-error.ts';
import type { InteractionName, JsonObject } from '../../spec/vocabulary.ts';
import type { PendingRequest } from '../../storage/records/flow.ts';
import type { Context } from '../context.ts';
import { leadAway } from '../hand-over/papers.ts';
import type { EndpointRequest, RedirectResponse } from '../wire.ts';
import type { Asked } from './elsewhere.ts';
import type { Pending } from './pending.ts';
import { consumeTicket, type OpenTicket } from './ticket.ts';

/** What the program left at the login for the consent that follows. */
export interface Noted {
  readonly login_challenge: string;
  readonly context?: JsonObject;
}

export interface ToProgram extends Asked {
  readonly instead_of: InteractionName;
  readonly skip: boolean;
}

/** Throws invalid_request for a request that is too long to be carried along. */
export async function leadToProgram(
  { url, ...to }: ToProgram,
  pending: Pending,
  {
    request,
    asked,
    open,
    noted,
  }: {
    readonly request: PendingRequest;
    readonly asked: readonly string[];
    readonly open?: OpenTicket;
    readonly noted?: Noted;
  },
  from: EndpointRequest,
  cx: Context,
): Promise<RedirectResponse> {
  const { application, signedIn, done, passed } = pending;
  const endpoint = new URL(cx.urls.endpoint('authorize', application) ?? cx.urls.page('/'));
  endpoint.searchParams.set('client_id', application.client_id);
  const paper = {
    ...to,
    request,
    returns_to: endpoint.href,
    request_url: request.told?.request_url ?? endpoint.href,
    asked,
    scope: pending.request.scope,
    done,
    passed,
    ...(signedIn === undefined ? {} : { session_id: signedIn.session.id }),
    ...(to.kind === 'login' ? {} : noted),
  };
  // After its own answer it is no browser alone that begins this.
  const led = await leadAway({ url, paper, kept: to.kind === 'consent' && noted !== undefined }, from, cx);
  if (led !== undefined) {
    if (open !== undefined) await cx.store.transaction((within) => consumeTicket(within, open.ticket, cx.now));
    return led;
  }
  throw new OAuthError('invalid_request', 'the request is too long to be carried to the sign-in page of this office');
}
