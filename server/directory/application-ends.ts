/** What ends at applications: their secrets as they are replaced, what they hold, and the applications themselves. */
import type { Application, ClientSecret } from '../storage/records/directory.ts';
import type { Transaction } from '../storage/store.ts';
import { cannotSeal, keepsSecret, makeSecret, type Seal } from './client-secrets.ts';
import { withdrawConsentsForApplication } from './consents.ts';
import { DomainError } from './domain-error.ts';
import { endGrantsForApplication, removeOwnTokens } from './grants.ts';
import { removeLogoutDeliveries } from './logout-deliveries.ts';
import { generateSecret } from './machine-secrets.ts';
import { removeAppPasswordsFor } from './user-app-passwords.ts';

export interface ReplacedSecret {
  readonly application: Application;
  /** In clear; it can never be read again. */
  readonly client_secret: string;
  /** Until when the one before goes on working; undefined where it stopped at once, or there was none. */
  readonly previous_expires_at: number | undefined;
}

/**
 * Makes a new secret. The newest one before goes on working for `overlap_s`; every older one stops, so that at most two are
 * in force. Throws StorageError not_found, DomainError conflict for an application that proves itself without one.
 */
export async function replaceSecret(
  within: Transaction,
  id: string,
  overlap_s: number,
  now: number,
  seal: Seal = cannotSeal,
): Promise<ReplacedSecret> {
  const client_secret = generateSecret();
  const application = await putSecret(within, id, { client_secret, overlap_s }, now, seal);
  const previous_expires_at = application.client_secrets.find((secret) => secret.expires_at !== undefined)?.expires_at;
  return { application, client_secret, previous_expires_at };
}

export interface NewSecret {
  readonly client_secret: string;
  readonly overlap_s: number;
}

/** The same with a secret that is given. Throws as replaceSecret. */
export function putSecret(
  within: Transaction,
  id: string,
  { client_secret, overlap_s }: NewSecret,
  now: number,
  seal: Seal,
): Promise<Application> {
  return within.collection('applications').update(id, (old) => {
    if (!keepsSecret(old)) {
      const method = old.token_endpoint_auth_method;
      throw new DomainError('conflict', `${old.client_name} proves itself without a secret (${method})`);
    }
    const leaving = overlap_s === 0 ? [] : leavingSecrets(old, now + overlap_s, now);
    const client_secrets = [...leaving, makeSecret(old, client_secret, now, seal)];
    return { ...old, client_secrets, updated_at: now };
  });
}

/** Stops those that were to go on working for a while. Throws StorageError not_found. */
export function endLeavingSecrets(within: Transaction, id: string, now: number): Promise<Application> {
  return within.collection('applications').update(id, (old) => {
    const client_secrets = old.client_secrets.filter(({ expires_at }) => expires_at === undefined);
    return client_secrets.length === old.client_secrets.length ? old : { ...old, client_secrets, updated_at: now };
  });
}

function leavingSecrets(application: Application, expires_at: number, now: number): readonly ClientSecret[] {
  const newest = secretsInForce(application, now)[0];
  return newest === undefined ? [] : [{ ...newest, expires_at: Math.min(expires_at, newest.expires_at ?? expires_at) }];
}

/** Those that are accepted, newest first. */
export function secretsInForce({ client_secrets }: Application, now: number): readonly ClientSecret[] {
  return client_secrets.filter(({ expires_at }) => expires_at === undefined || expires_at > now).toReversed();
}

export interface EndedTokens {
  readonly grants: number;
  /** Opaque ones of its own. */
  readonly access_tokens: number;
}

/** Ends everything that an application holds, of people and for itself. */
export async function endTokensOfApplication(
  within: Transaction,
  { client_id }: Pick<Application, 'client_id'>,
  because: string,
  now: number,
): Promise<EndedTokens> {
  return {
    grants: await endGrantsForApplication(within, client_id, because, now),
    access_tokens: await removeOwnTokens(within, client_id, now),
  };
}

/** Removes an application with what it holds and what people allowed it: another of the same client_id begins anew. */
export async function removeApplication(
  within: Transaction,
  application: Application,
  now: number,
): Promise<EndedTokens & { readonly consents: number }> {
  const ended = await endTokensOfApplication(within, application, 'the application was removed', now);
  const consents = await withdrawConsentsForApplication(within, application.client_id);
  await removeLogoutDeliveries(within, application.client_id);
  await removeAppPasswordsFor(within, application.id);
  await within.collection('applications').remove(application.id);
  return { ...ended, consents };
}
