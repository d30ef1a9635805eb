/** Tickets: a pending interaction, bound to the browser that began it. A link to one is worth nothing in another browser. */
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import type { PendingRequest, Ticket } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import type { EndpointRequest } from '../wire.ts';

/** A ticket together with the two secrets that open it. */
export interface OpenTicket {
  readonly ticket: Ticket;
  /** As it stands in the page's URL and form. */
  readonly value: string;
  /** As it stands in the browser's cookie. */
  readonly browser: string;
}

/** Puts a request aside until the person has answered. */
export async function createTicket(
  pending: PendingRequest,
  request: EndpointRequest,
  cx: Context,
): Promise<OpenTicket> {
  const value = cx.secrets.random();
  const browser = request.cookies.browser ?? cx.secrets.random();
  const ticket: Ticket = {
    id: hashSecret(value),
    browser_hash: hashSecret(browser),
    request: pending,
    done: [],
    created_at: cx.now,
    expires_at: cx.now + cx.settings.interaction_lifetime_s,
  };
  await cx.store.collection('tickets').insert(ticket);
  return { ticket, value, browser };
}

/** Throws PageError for a ticket that is unknown, over, used, or another browser's: all the same to the reader. */
export async function openTicket(request: EndpointRequest, cx: Context): Promise<OpenTicket> {
  const value = request.params.get('ticket') ?? '';
  const { browser } = request.cookies;
  const ticket = await cx.store.collection('tickets').get(hashSecret(value));
  const usable = ticket !== undefined && ticket.expires_at > cx.now && ticket.consumed_at === undefined;
  if (usable && browser !== undefined && secretMatches(browser, ticket.browser_hash)) return { ticket, value, browser };
  throw startAgain('This page belongs to a sign-in that is over, took too long, or began in another browser.');
}

/** Throws PageError unless the form that was posted is the one that we drew for this ticket and browser. */
export function assertOwnForm(request: EndpointRequest, open: OpenTicket, cx: Context): void {
  const expected = hashSecret(csrfToken(open, cx));
  if (secretMatches(request.params.get('csrf') ?? '', expected)) return;
  throw startAgain('The form did not come from the page that was shown to you.', 403);
}

export function csrfToken({ value, browser }: OpenTicket, cx: Context): string {
  return cx.secrets.derive('csrf', `${value} ${browser}`);
}

/** Ends the ticket. Throws PageError when somebody was faster: a ticket is answered once. */
export async function consumeTicket(within: Transaction, ticket: Ticket, now: number): Promise<void> {
  const tickets = within.collection('tickets');
  const newest = await tickets.get(ticket.id);
  if (newest === undefined || newest.consumed_at !== undefined) {
    throw startAgain('This sign-in has been completed already, perhaps in another tab.');
  }
  await tickets.update(ticket.id, (old) => ({ ...old, consumed_at: now }));
}

function startAgain(detail: string, status = 400): PageError {
  const remedy = 'Go back to the application and sign in from there again.';
  return new PageError('invalid_request', { title: 'Please start again', detail, remedy }, status);
}
