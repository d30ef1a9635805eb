/** Servers of others whose assertions about people are believed here. What one has to say is the engine's to judge. */
import { randomUUID } from 'node:crypto';
import { joinScope, parseScope } from '../spec/scope.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { definedFields } from './defined-fields.ts';
import { DomainError } from './domain-error.ts';
import { inclusionsFor, withIncluded } from './scope-inclusion.ts';

export type NewTrustedIssuer = Pick<TrustedIssuer, 'issuer'> &
  Partial<Omit<TrustedIssuer, 'id' | 'issuer' | 'created_at' | 'updated_at'>>;

const DEFAULTS = {
  subject_claim: 'sub',
  user_field: 'username',
  scope: '',
  audience: [],
  disabled: false,
} as const satisfies Partial<TrustedIssuer>;

export async function findTrustedIssuer(collections: Collections, issuer: string): Promise<TrustedIssuer | undefined> {
  return (await collections.collection('trusted_issuers').find('issuer', issuer))[0];
}

/** One as it is judged: it vouches for what its scopes include, too. */
export async function vouchingFor(issuer: TrustedIssuer, collections: Collections): Promise<TrustedIssuer> {
  const scope = parseScope(issuer.scope);
  return { ...issuer, scope: joinScope(withIncluded(scope, await inclusionsFor(scope, undefined, collections))) };
}

/** The record that would be written. */
export function draftTrustedIssuer({ issuer, ...others }: NewTrustedIssuer, now: number): TrustedIssuer {
  return {
    ...DEFAULTS,
    name: issuer,
    ...definedFields(others),
    id: randomUUID(),
    issuer,
    created_at: now,
    updated_at: now,
  };
}

/** Throws DomainError conflict where the issuer is known, and invalid for keys that are nowhere or in two places. */
export async function createTrustedIssuer(
  within: Transaction,
  input: NewTrustedIssuer,
  now: number,
): Promise<TrustedIssuer> {
  if ((await findTrustedIssuer(within, input.issuer)) !== undefined) {
    throw new DomainError('conflict', `${input.issuer} is trusted already`, 'issuer', 'is trusted already');
  }
  const made = draftTrustedIssuer(input, now);
  assertKeys(made);
  await within.collection('trusted_issuers').insert(made);
  return made;
}

/** Throws DomainError invalid. RFC 7523 §3: without a key of its own nothing that it says could be checked. */
export function assertKeys(issuer: TrustedIssuer): void {
  const fault = keyFault(issuer);
  if (fault === undefined) return;
  throw new DomainError('invalid', `${fault.field} ${fault.reason}`, fault.field, fault.reason);
}

export interface KeyFault {
  readonly field: 'jwks' | 'jwks_uri';
  /** The end of a sentence about the field. */
  readonly reason: string;
}

/** What is wrong with where its keys are; undefined where nothing is. */
export function keyFault({ jwks, jwks_uri }: Pick<TrustedIssuer, 'jwks' | 'jwks_uri'>): KeyFault | undefined {
  if (jwks === undefined && jwks_uri === undefined) {
    return { field: 'jwks_uri', reason: 'is missing, and so is jwks: its public keys must be known' };
  }
  if (jwks === undefined || jwks_uri === undefined) return undefined;
  return { field: 'jwks', reason: 'stands beside jwks_uri; keys are in one place' };
}
