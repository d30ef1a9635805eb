/** Whose app password comes along, and how guessing it is slowed down: as with the password that people sign in with. */
import { networkOf } from '../spec/network.ts';
import type { User } from '../storage/records/directory.ts';
import type { UserAppPassword } from '../storage/records/user-app-passwords.ts';
import type { Collections } from '../storage/store.ts';
import type { Counter } from './attempts.ts';
import { generateSecret, hashSecret, secretMatches } from './machine-secrets.ts';
import { ADDRESS_SHARE, signInCounters } from './sign-in-attempts.ts';
import { isInForce } from './user-app-passwords.ts';
import { findUserByUsername } from './users.ts';

export interface PresentedAppPassword {
  /** Absent where the app password came alone, in the place of a token. */
  readonly username: string | undefined;
  readonly password: string;
}

export interface VerifiedUserAppPassword {
  readonly user: User;
  readonly app_password: UserAppPassword;
}

/** Compared against when there is nobody, so that their absence does not answer faster. */
const NOBODY = hashSecret(generateSecret());

/**
 * Undefined when one of the two is wrong, the password has expired, or its person is switched off. What it is for is the
 * callers' question.
 */
export async function verifyUserAppPassword(
  collections: Collections,
  { username, password }: PresentedAppPassword,
  now: number,
): Promise<VerifiedUserAppPassword | undefined> {
  const kept = await candidates(collections, username, password);
  const inForce = kept.filter((one) => isInForce(one, now));
  const compared = inForce.length === 0 ? [{ id: undefined, hash: NOBODY }] : inForce;
  // All of them, whichever fits.
  const [matching] = compared.filter(({ hash }) => secretMatches(password, hash));
  const app_password = inForce.find(({ id }) => id === matching?.id);
  const user = app_password && (await collections.collection('users').get(app_password.user_id));
  return app_password === undefined || user === undefined || user.disabled ? undefined : { user, app_password };
}

/** Without a username the hash finds it: whoever can choose where to land in that index knows the secret. */
async function candidates(
  collections: Collections,
  username: string | undefined,
  password: string,
): Promise<readonly UserAppPassword[]> {
  const passwords = collections.collection('user_app_passwords');
  if (username === undefined) return passwords.find('hash', hashSecret(password));
  const user = await findUserByUsername(collections, username);
  return user === undefined ? [] : passwords.find('user_id', user.id);
}

export interface AppPasswordAttempt {
  readonly username: string | undefined;
  readonly address: string;
  /** Failures per minute, by account and address. */
  readonly limit: number;
}

/**
 * Their own, so that a program with an old app password does not keep its person from signing in. One that comes alone names
 * nobody, and counts as all of its network do.
 */
export async function appPasswordCounters(
  collections: Collections,
  { username, address, limit }: AppPasswordAttempt,
  now: number,
): Promise<readonly Counter[]> {
  if (username === undefined) return [[`app password alone from ${networkOf(address)}`, limit * ADDRESS_SHARE]];
  const user = await findUserByUsername(collections, username);
  const counters = await signInCounters(collections, { username, user, address, limit }, now);
  return counters.map(([key, most]) => [`app password ${key}`, most]);
}
