/** What the REST answers of several products are made of: the office as their one organisation, moments, and claims that are texts. */
import type { User } from '../../storage/records/directory.ts';

/** The one organisation: the office itself. */
export interface Office {
  readonly name: string;
  readonly login: string;
}

export const ORGANISATION_ID = 1;

export function stringClaim(user: User, name: string): string | undefined {
  const value = user.claims[name];
  return typeof value === 'string' ? value : undefined;
}

/** Without fractions of a second. */
export function isoTime(epoch_s: number): string {
  return new Date(epoch_s * 1000).toISOString().replace('.000Z', 'Z');
}
