/** The person whom a hook names. Whether they may have the token is asked by whoever issues it. */
import { findUserByEmail, findUserByUsername } from '../directory/users.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import type { HookSubject } from './read-answer.ts';

export type NamedUser = HookSubject & { readonly kind: 'user' };

const FIND: {
  readonly [B in NamedUser['by']]: (value: string, collections: Collections) => Promise<User | undefined>;
} = {
  sub: (id, collections) => collections.collection('users').get(id),
  username: (name, collections) => findUserByUsername(collections, name),
  email: (address, collections) => findUserByEmail(collections, address),
};

/** Undefined for nobody, and for an address that is not verified or not one person's alone. */
export function findNamedUser({ by, value }: NamedUser, collections: Collections): Promise<User | undefined> {
  return FIND[by](value, collections);
}
