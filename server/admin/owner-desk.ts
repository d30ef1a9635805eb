/**
 * The desk at which the desktop's owner is let into the panel: the shell asks for a ticket, its window brings it back, once
 * and within a minute. Tickets live in memory, by their hash.
 */
import { OWNER_TICKET_FRAGMENT } from '../contract/admin/settings.ts';
import { generateSecret, hashSecret } from '../directory/machine-secrets.ts';
import { readAdmins } from '../directory/users.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

const TICKET_LIFETIME_S = 60;
/** A shell that asks again and again has lost its mind, and the oldest tickets go. */
const MOST_TICKETS = 20;

export interface OwnerDesk {
  /** 256 bits, good for one redemption within a minute. */
  makeTicket(now: number): string;
  /** Whether it was one of ours, unused and in time; it is used up then. */
  redeem(ticket: string, now: number): boolean;
}

export function createOwnerDesk(): OwnerDesk {
  const expiries = new Map<string, number>();
  return {
    makeTicket(now) {
      for (const [hash, expires_at] of expiries) if (expires_at <= now) expiries.delete(hash);
      const [oldest] = expiries.keys();
      if (oldest !== undefined && expiries.size >= MOST_TICKETS) expiries.delete(oldest);
      const ticket = generateSecret();
      expiries.set(hashSecret(ticket), now + TICKET_LIFETIME_S);
      return ticket;
    },
    redeem(ticket, now) {
      // Looked up by its hash, so that how long it takes says nothing about the ticket.
      const hash = hashSecret(ticket);
      const expires_at = expiries.get(hash);
      expiries.delete(hash);
      return expires_at !== undefined && expires_at > now;
    },
  };
}

/** The owner: of the people who are admins now, the one who was made first. */
export async function findOwner(collections: Collections): Promise<User | undefined> {
  return (await readAdmins(collections))[0];
}

export type OwnerUrl = { readonly url: string } | { readonly refused: string };

/** An address that signs the owner in once. `panel` is the panel's own, undefined where it is off. */
export async function makeOwnerUrl(
  { store, tickets, now }: { readonly store: Collections; readonly tickets: OwnerDesk; readonly now: number },
  panel: string | undefined,
): Promise<OwnerUrl> {
  if (panel === undefined) return { refused: 'the panel is switched off' };
  if ((await findOwner(store)) === undefined) return { refused: 'there is no admin yet' };
  // Behind a # it reaches no log and no Referer.
  return { url: `${panel}#${OWNER_TICKET_FRAGMENT}${tickets.makeTicket(now)}` };
}
