/**
 * Tickets: a pending interaction, bound to the browser that began it. A link to one is worth nothing in another browser.
 * The request itself travels sealed in the ticket, so that sign-ins which nobody finishes cost nothing to keep; what a
 * person has done, and that a ticket was used, goes on record.
 */
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import type { DialectName } from '../../spec/vocabulary.ts';
import type { PendingRequest, Ticket } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context, Secrets } from '../context.ts';
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

/** What is sealed. */
type Paper = Pick<Ticket, 'request' | 'browser_hash' | 'created_at' | 'expires_at'>;

/** More than any request that was accepted comes to. */
const LONGEST_VALUE = 24_000;

/** Puts a request aside until the person has answered. */
export function createTicket(request: PendingRequest, asked: EndpointRequest, cx: Context): OpenTicket {
  const browser = asked.cookies.browser ?? cx.secrets.random();
  const paper: Paper = {
    request,
    browser_hash: hashSecret(browser),
    created_at: cx.now,
    expires_at: cx.now + cx.settings.interaction_lifetime_s,
  };
  const value = cx.secrets.seal('ticket', JSON.stringify(paper));
  return { ticket: untouched(value, paper), value, browser };
}

/** Throws PageError for a ticket that is not ours, over, used, or another browser's: all the same to the reader. */
export async function openTicket(request: EndpointRequest, cx: Context): Promise<OpenTicket> {
  const value = request.params.get('ticket') ?? '';
  const { browser } = request.cookies;
  const paper = readPaper(value, cx.secrets);
  if (paper !== undefined && browser !== undefined && secretMatches(browser, paper.browser_hash)) {
    const ticket = (await cx.store.collection('tickets').get(hashSecret(value))) ?? untouched(value, paper);
    if (ticket.expires_at > cx.now && ticket.consumed_at === undefined) return { ticket, value, browser };
  }
  throw startAgain('This page belongs to a sign-in that is over, took too long, or began in another browser.');
}

/** The dialect in which the request behind a ticket came; undefined for what is no ticket of ours. */
export function dialectOfTicket(value: string, secrets: Pick<Secrets, 'unseal'>): DialectName | undefined {
  return readPaper(value, secrets)?.request.dialect;
}

/** The hash of the secret of the browser in which a ticket's interaction began; undefined for what is no ticket of ours. */
export function browserHashOf(value: string, secrets: Pick<Secrets, 'unseal'>): string | undefined {
  return readPaper(value, secrets)?.browser_hash;
}

/** Writes down what has been done with a ticket. */
export async function changeTicket(
  within: Transaction,
  ticket: Ticket,
  change: (old: Ticket) => Ticket,
): Promise<Ticket> {
  const tickets = within.collection('tickets');
  if ((await tickets.get(ticket.id)) !== undefined) return tickets.update(ticket.id, change);
  const changed = change(ticket);
  await tickets.insert(changed);
  return changed;
}

function readPaper(value: string, secrets: Pick<Secrets, 'unseal'>): Paper | undefined {
  const text = value.length > LONGEST_VALUE ? undefined : secrets.unseal('ticket', value);
  // Sealed by ourselves: nobody else could have written it.
  return text === undefined ? undefined : (JSON.parse(text) as Paper);
}

function untouched(value: string, paper: Paper): Ticket {
  return { ...paper, id: hashSecret(value), done: [] };
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
  const newest = await within.collection('tickets').get(ticket.id);
  if (newest?.consumed_at !== undefined) {
    throw startAgain('This sign-in has been completed already, perhaps in another tab.');
  }
  await changeTicket(within, ticket, (old) => ({ ...old, consumed_at: now }));
}

function startAgain(detail: string, status = 400): PageError {
  const remedy = 'Go back to the application and sign in from there again.';
  return new PageError('invalid_request', { title: 'Please start again', detail, remedy }, status);
}
