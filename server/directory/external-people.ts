/**
 * People whom an office keeps in a program of its own, which says who they are: each becomes a person here at the first
 * sign-in, marked by the name that the program has for them. They have no password here and are never admins (users.ts).
 */
import { randomUUID } from 'node:crypto';
import { checkExternalSubject } from '../spec/external-subject.ts';
import { checkNewUsername, checkReserved } from '../spec/username.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { findApplication } from './applications.ts';
import { DomainError } from './domain-error.ts';
import { assertNobodyKeptHere } from './names-and-addresses.ts';
import { assertUsernameFree, createUser } from './users.ts';

/** The name that a sign-in program knows a person by: its own, or our UUID for somebody of this directory. */
export function subjectOf({ id, external_subject }: Pick<User, 'id' | 'external_subject'>): string {
  return external_subject ?? id;
}

/**
 * Whom a sign-in program means by `subject`: somebody of this directory by their UUID, or one of its own people. Nobody of
 * this directory is found by a username: theirs and ours need not be the same person's.
 */
export async function findBySubject(collections: Collections, subject: string): Promise<User | undefined> {
  const users = collections.collection('users');
  return (await users.get(subject)) ?? (await users.find('external_subject', subject))[0];
}

/**
 * Enters one of its people. Throws DomainError invalid for a subject that no token can carry, conflict for one that an
 * application or a service account has in theirs, or that is a name or an address of somebody of this directory.
 */
export async function bringExternalPerson(within: Transaction, subject: string, now: number): Promise<User> {
  const fault = checkExternalSubject(subject);
  if (fault !== undefined) throw new DomainError('invalid', `subject ${fault}`, 'subject', fault);
  const application = await findApplication(within, subject);
  if (application !== undefined || (await within.collection('service_accounts').get(subject)) !== undefined) {
    const reason = 'is what an application or a service account is called in its own tokens';
    throw new DomainError('conflict', `subject ${reason}`, 'subject', reason);
  }
  await assertNobodyKeptHere(within, subject, { field: 'subject' });
  const username = await freeUsername(within, subject);
  // Nobody told this house their address, so that none is verified.
  return createUser(within, { username, name: subject, email_verified: false, external_subject: subject }, now);
}

/** Their own name where it is free and can be one. */
async function freeUsername(collections: Collections, subject: string): Promise<string> {
  if (checkNewUsername(subject) === undefined && checkReserved(subject) === undefined) {
    try {
      await assertUsernameFree(collections, subject, undefined);
      return subject;
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
    }
  }
  return `external-${randomUUID()}`;
}
