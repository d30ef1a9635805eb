/**
 * Names and e-mail addresses are typed into one field (findUserByName), so that nobody may be called what is another's
 * address, nor have an address that another is called by: whoever came second would keep the first from signing in. Compared
 * as usernames are; what stands from before stays.
 */
import { usernameKey } from '../spec/username.ts';
import type { ServiceAccount, User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';

/** Throws DomainError conflict for a username that is somebody else's address, or their name in the sign-in program. */
export async function assertNobodysAddress(
  collections: Collections,
  username: string,
  own_id: string | undefined,
): Promise<void> {
  const key = usernameKey(username);
  const users = collections.collection('users');
  const isAnothers = (user: User) => user.id !== own_id;
  if ((await users.find('email_key', key)).some(isAnothers)) {
    throw conflict('username', 'is the e-mail address of a person; only they could be called that');
  }
  if ((await users.find('external_subject_key', key)).some(isAnothers)) throw conflict('username', SUBJECT);
}

/** Throws DomainError conflict for an address that somebody else is called by, here or in the sign-in program. */
export async function assertNobodysName(
  collections: Collections,
  email: string,
  own_id: string | undefined,
): Promise<void> {
  const key = usernameKey(email);
  const users = collections.collection('users');
  const isAnothers = (holder: User | ServiceAccount) => holder.id !== own_id;
  const named = [
    ...(await users.find('username_key', key)),
    ...(await collections.collection('service_accounts').find('username_key', key)),
  ];
  if (named.some(isAnothers)) throw conflict('email', 'is the username of somebody else; rename them first');
  if ((await users.find('external_subject_key', key)).some(isAnothers)) throw conflict('email', SUBJECT);
}

/**
 * Throws DomainError conflict for a subject that is a name or an address of somebody whom this directory keeps itself:
 * applications would take the one for the other.
 */
export async function assertNobodyKeptHere(
  collections: Collections,
  subject: string,
  { field, own_id }: { readonly field: 'subject' | 'external_subject'; readonly own_id?: string },
): Promise<void> {
  const key = usernameKey(subject);
  const users = collections.collection('users');
  const isKeptHere = (user: User) => user.external_subject === undefined && user.id !== own_id;
  const named = (await users.find('username_key', key)).some(isKeptHere);
  if (named || (await collections.collection('service_accounts').find('username_key', key)).length > 0) {
    throw conflict(field, `is the username of somebody of this directory; ${REMEDY}`);
  }
  if ((await users.find('email_key', key)).some(isKeptHere)) {
    throw conflict(field, `is the e-mail address of somebody of this directory; ${REMEDY}`);
  }
}

const SUBJECT = 'is what the office’s own sign-in program calls somebody';
const REMEDY = 'send their id where you mean them, or another subject';

function conflict(field: string, reason: string): DomainError {
  return new DomainError('conflict', `${field} ${reason}`, field, reason);
}
