/** App passwords: what a service account signs in with. Machine secrets, so hashed as such; each can be withdrawn alone. */
import { randomUUID } from 'node:crypto';
import type { AppPassword, ServiceAccount } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { generateSecret, hashSecret, secretMatches } from './machine-secrets.ts';
import { findServiceAccount } from './service-accounts.ts';

export interface NewAppPassword {
  /** Unique within its account. */
  readonly name: string;
  /** Hash of a password that exists already; absent: one is generated. */
  readonly hash?: string | undefined;
  /** Epoch seconds; absent: it does not expire. */
  readonly expires_at?: number | undefined;
}

export interface CreatedAppPassword {
  readonly app_password: AppPassword;
  /** The password in clear, only where it was generated; it can never be read again. */
  readonly password?: string;
}

/** Compared against when there is no account, so that its absence does not answer faster. */
const NOBODY = hashSecret(generateSecret());

export async function findAppPassword(
  collections: Collections,
  service_account_id: string,
  name: string,
): Promise<AppPassword | undefined> {
  return (await collections.collection('app_passwords').find('name', `${service_account_id} ${name}`))[0];
}

/** Throws StorageError already_exists for a name that the account uses already. */
export async function createAppPassword(
  within: Transaction,
  account: ServiceAccount,
  input: NewAppPassword,
  now: number,
): Promise<CreatedAppPassword> {
  const password = input.hash === undefined ? generateSecret() : undefined;
  const app_password: AppPassword = {
    id: randomUUID(),
    service_account_id: account.id,
    name: input.name,
    hash: input.hash ?? hashSecret(password ?? ''),
    ...(input.expires_at === undefined ? {} : { expires_at: input.expires_at }),
    created_at: now,
  };
  await within.collection('app_passwords').insert(app_password);
  return password === undefined ? { app_password } : { app_password, password };
}

export interface VerifiedAppPassword {
  readonly account: ServiceAccount;
  readonly app_password_id: string;
}

/**
 * The account that `username` and `password` belong to; undefined when either is wrong or the password has expired.
 * Whether the account may act (it could be disabled) is the access policy's question.
 */
export async function verifyAppPassword(
  collections: Collections,
  username: string,
  password: string,
  now: number,
): Promise<VerifiedAppPassword | undefined> {
  const account = await findServiceAccount(collections, username);
  const kept =
    account === undefined ? [] : await collections.collection('app_passwords').find('service_account_id', account.id);
  const inForce = kept.filter((row) => row.expires_at === undefined || row.expires_at > now);
  const compared = inForce.length === 0 ? [{ id: undefined, hash: NOBODY }] : inForce;
  // All of them, whichever fits.
  const [matching] = compared.filter(({ hash }) => secretMatches(password, hash));
  if (account === undefined || matching?.id === undefined) return undefined;
  return { account, app_password_id: matching.id };
}

/**
 * The account whose app password came alone; undefined where none has it, and where two do. The hash finds it: whoever can
 * choose where to land in that index knows the secret. Whether the account may act is the access policy's question.
 */
export async function verifyAppPasswordAlone(
  collections: Collections,
  password: string,
  now: number,
): Promise<VerifiedAppPassword | undefined> {
  const kept = await collections.collection('app_passwords').find('hash', hashSecret(password));
  const inForce = kept.filter((row) => row.expires_at === undefined || row.expires_at > now);
  const [first] = inForce;
  if (first === undefined || inForce.some((row) => row.service_account_id !== first.service_account_id)) {
    return undefined;
  }
  const account = await collections.collection('service_accounts').get(first.service_account_id);
  return account && { account, app_password_id: first.id };
}

/** Whether one is still there and has not run out: what was got with it ends with it. */
export async function isAppPasswordInForce(collections: Collections, id: string, now: number): Promise<boolean> {
  const row = await collections.collection('app_passwords').get(id);
  return row !== undefined && (row.expires_at === undefined || row.expires_at > now);
}
