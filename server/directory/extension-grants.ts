/** Grants of the office's own: what an absolute URI as grant_type leads to. What a hook is asked stands in hooks/. */
import { randomUUID } from 'node:crypto';
import { isExtensionGrantType } from '../spec/extension-grant-type.ts';
import type { ExtensionGrantType } from '../spec/vocabulary.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { everyRecord } from './every-record.ts';
import { applicationsIn } from './phrases.ts';

export interface NewExtensionGrant extends Pick<ExtensionGrant, 'grant_type' | 'hook_uri' | 'jwks'> {
  /** The grant_type where absent. */
  readonly name?: string | undefined;
  readonly signs_in?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

export async function findExtensionGrant(
  collections: Collections,
  grant_type: ExtensionGrantType,
): Promise<ExtensionGrant | undefined> {
  return (await collections.collection('extension_grants').find('grant_type', grant_type))[0];
}

/** Throws DomainError conflict for a grant_type that is there already. */
export async function createExtensionGrant(
  within: Transaction,
  { grant_type, hook_uri, jwks, name = grant_type, signs_in = false, disabled = false }: NewExtensionGrant,
  now: number,
): Promise<ExtensionGrant> {
  if ((await findExtensionGrant(within, grant_type)) !== undefined) {
    const message = `there is a grant ${grant_type} already`;
    throw new DomainError('conflict', message, 'grant_type', 'is the name of another grant');
  }
  const times = { created_at: now, updated_at: now };
  const made = { id: randomUUID(), grant_type, name, hook_uri, jwks, signs_in, disabled, ...times };
  await within.collection('extension_grants').insert(made);
  return made;
}

/** Those of `grant_types` that are URIs of an office's own and that this office does not have. */
export async function unknownExtensionGrants(
  collections: Collections,
  grant_types: readonly string[],
): Promise<readonly string[]> {
  const own = grant_types.filter(isExtensionGrantType);
  const found = await Promise.all(own.map((name) => findExtensionGrant(collections, name)));
  return own.filter((_, index) => found[index] === undefined);
}

/** Those that are answered now, in the order of their names. */
export async function offeredExtensionGrants(collections: Collections): Promise<readonly ExtensionGrant[]> {
  const offered: ExtensionGrant[] = [];
  for await (const grant of everyRecord(collections.collection('extension_grants'))) {
    if (!grant.disabled) offered.push(grant);
  }
  return offered.sort((a, b) => (a.grant_type < b.grant_type ? -1 : 1));
}

/** Throws DomainError conflict when an application may use it. */
export async function assertExtensionGrantUnused(
  collections: Collections,
  { grant_type }: ExtensionGrant,
): Promise<void> {
  const users: string[] = [];
  for await (const application of everyRecord(collections.collection('applications'))) {
    if (application.grant_types.includes(grant_type)) users.push(application.client_id);
  }
  if (users.length === 0) return;
  const message = `the grant is in use: ${applicationsIn(users)} may use it; take it out there first`;
  throw new DomainError('conflict', message);
}
