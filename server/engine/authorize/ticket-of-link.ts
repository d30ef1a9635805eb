/** A link that was sent by mail to sign in with: it goes on with the interaction in which it was asked for, in that browser and no other. */
import { secretMatches } from '../../directory/machine-secrets.ts';
import type { InteractionName } from '../../spec/vocabulary.ts';
import type { Context } from '../context.ts';
import { findLink } from '../mail-proof.ts';
import { PageError } from '../page-error.ts';
import type { EndpointRequest } from '../wire.ts';
import { browserHashOf } from './ticket.ts';

const LONGEST_LINK = 100;

/**
 * The request with the ticket of the link that it names; the same where it names none. Throws PageError for a link that is over,
 * and in another browser: there it is not used up, so that whatever looks at mail before its reader does no harm.
 */
export async function withTicketOfLink(
  name: InteractionName,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointRequest> {
  const { params, method } = request;
  const link = params.get('link');
  if (name !== 'login' || method !== 'GET' || link === undefined || params.has('ticket')) return request;
  const proof = link.length > LONGEST_LINK ? undefined : await findLink(link, cx);
  const ticket = proof?.ticket;
  if (ticket === undefined) throw refused('It was used before, is older than 10 minutes, or a newer one was sent.');
  const { browser } = request.cookies;
  const hash = browserHashOf(ticket, cx.secrets);
  if (browser === undefined || hash === undefined || !secretMatches(browser, hash)) {
    throw refused('It was asked for in another browser, and is good there alone.', OTHER_BROWSER);
  }
  return { ...request, params: params.with({ ticket }) };
}

const ANEW = 'Go back to the application and sign in from there again.';
const OTHER_BROWSER =
  'Copy the link from the mail and open it in the browser in which you asked for it. If you did not ask for it, do nothing.';

function refused(detail: string, remedy = ANEW): PageError {
  return new PageError('invalid_request', { title: 'This link does not sign you in', detail, remedy });
}
