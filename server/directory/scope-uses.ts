/** Who refers to scopes and APIs: what is referred to can't be removed, or those who ask for it would be refused. */
import { parseScope } from '../spec/scope.ts';
import type { Api, ApiScope } from '../storage/records/apis.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { DomainError } from './domain-error.ts';
import { everyRecord } from './every-record.ts';
import { applicationsIn, namesIn } from './phrases.ts';
import { undefinedScopes } from './scope-catalogue.ts';

/** To be asked after scopes were removed. Throws DomainError conflict when somebody still asks for one of `names`. */
export async function assertScopesUnused(within: Transaction, names: readonly string[], field?: string): Promise<void> {
  // Another API may define a scope of the same name.
  const gone = await undefinedScopes(within, names);
  if (gone.length === 0) return;
  const users = await usersOf(within, gone);
  const including = await scopesIncluding(within, gone);
  const uses = [
    ...(users === undefined ? [] : [`${users} may ask for ${namesIn(gone)}`]),
    ...(including.length === 0 ? [] : [`${namesIn(including)} would include what nobody defines`]),
  ];
  if (uses.length === 0) return;
  const reason = `is in use: ${uses.join(', and ')}; take it out there first`;
  throw new DomainError('conflict', `the scope ${reason}`, field, reason);
}

async function usersOf(collections: Collections, names: readonly string[]): Promise<string | undefined> {
  const asks = (scope: string) => parseScope(scope).some((name) => names.includes(name));
  const applications: string[] = [];
  const accounts: string[] = [];
  for await (const { scope, client_id } of everyRecord(collections.collection('applications'))) {
    if (asks(scope)) applications.push(client_id);
  }
  for await (const { scope, username } of everyRecord(collections.collection('service_accounts'))) {
    if (asks(scope)) accounts.push(username);
  }
  const parts = [
    ...(applications.length === 0 ? [] : [applicationsIn(applications)]),
    ...(accounts.length === 0 ? [] : [`the service account${accounts.length === 1 ? '' : 's'} ${namesIn(accounts)}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(' and ');
}

async function scopesIncluding(collections: Collections, names: readonly string[]): Promise<readonly string[]> {
  const all: Pick<ApiScope, 'name' | 'includes'>[] = [];
  for await (const scope of everyRecord(collections.collection('scopes'))) all.push(scope);
  for await (const { scopes } of everyRecord(collections.collection('apis'))) all.push(...scopes);
  return all.filter(({ includes = [] }) => includes.some((name) => names.includes(name))).map(({ name }) => name);
}

/** Throws DomainError conflict when an application may ask for tokens of this API. */
export async function assertApiUnused(collections: Collections, { audience }: Api): Promise<void> {
  const users: string[] = [];
  for await (const application of everyRecord(collections.collection('applications'))) {
    const { token_exchange_audience = [] } = application;
    if ([...application.audience, ...token_exchange_audience].includes(audience)) users.push(application.client_id);
  }
  if (users.length === 0) return;
  const message = `the API is in use: ${applicationsIn(users)} may ask tokens for it; take it out there first`;
  throw new DomainError('conflict', message);
}
