/**
 * A token names who got it: an application by its client_id, a service account that acts for itself by its username. Whoever is
 * entered must not get a name by which others would be taken for them. What a file of the office brings along, an office had
 * before, and keeps. RFC 9068 §5
 */
import { DomainError } from '../directory/domain-error.ts';
import { findServiceAccount } from '../directory/service-accounts.ts';
import type { Collections } from '../storage/store.ts';

/** Throws DomainError conflict. */
export async function assertNoApplication(collections: Collections, username: string): Promise<void> {
  const [application] = await collections.collection('applications').find('client_id', username.trim());
  if (application !== undefined) throw taken('username', username, `is the client_id of ${application.client_name}`);
}

/** Throws DomainError conflict; also where the two differ in case alone. */
export async function assertNoServiceAccount(collections: Collections, client_id: string): Promise<void> {
  const account = await findServiceAccount(collections, client_id);
  if (account !== undefined) throw taken('client_id', client_id, 'is the username of a service account');
}

function taken(field: string, name: string, what: string): DomainError {
  const reason = `${what}; tokens of the two could not be told apart`;
  return new DomainError('conflict', `the ${field} ${name} ${reason}`, field, reason);
}
