/**
 * Login tickets: an application's own form has the person prove who they are, and the browser that the form is open in comes here
 * with a ticket. It is good once, for a minute, for that application and in that browser alone: a ticket in a link that
 * somebody else sends signs nobody in.
 */
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import type { User } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

const LIVES_S = 60;
const LONGEST = 100;

export interface ProvenPerson {
  readonly user: User;
  readonly amr: readonly string[];
}

/** `browser` is the secret of the browser's cookie. */
export async function issueLoginTicket(
  { user, amr }: ProvenPerson,
  { client_id, browser }: { readonly client_id: string; readonly browser: string },
  cx: Context,
): Promise<string> {
  const value = cx.secrets.random();
  const ticket = {
    id: hashSecret(value),
    client_id,
    user_id: user.id,
    amr,
    browser_hash: hashSecret(browser),
    expires_at: cx.now + LIVES_S,
  };
  await cx.store.transaction((within) => within.collection('login_tickets').insert(ticket));
  return value;
}

/** Whom it stands for, once; undefined for whatever is no good ticket here, and then it stays as it was. */
export async function redeemLoginTicket(
  value: string | undefined,
  { client_id, browser }: { readonly client_id: string; readonly browser: string | undefined },
  cx: Context,
): Promise<ProvenPerson | undefined> {
  if (value === undefined || value.length > LONGEST || browser === undefined) return undefined;
  const id = hashSecret(value);
  return cx.store.transaction(async (within) => {
    const ticket = await within.collection('login_tickets').get(id);
    if (ticket === undefined || ticket.expires_at <= cx.now || ticket.client_id !== client_id) return undefined;
    if (!secretMatches(browser, ticket.browser_hash)) return undefined;
    await within.collection('login_tickets').remove(id);
    const user = await within.collection('users').get(ticket.user_id);
    return user === undefined || user.disabled ? undefined : { user, amr: ticket.amr };
  });
}
