/** APIs that tokens are made for: an audience and the scopes that it defines. */
import { randomUUID } from 'node:crypto';
import type { Api, ApiScope } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { ownRefreshLimits } from './refresh-limits.ts';

export interface NewApi {
  /** An absolute URI or a plain name. */
  readonly audience: string;
  /** The audience where absent. */
  readonly name?: string | undefined;
  readonly scopes?: readonly ApiScope[] | undefined;
  readonly refresh_token_lifetime_s?: number | undefined;
  readonly refresh_token_idle_lifetime_s?: number | undefined;
}

export async function findApi(collections: Collections, audience: string): Promise<Api | undefined> {
  return (await collections.collection('apis').find('audience', audience))[0];
}

/** Throws StorageError already_exists for an audience that is taken. */
export async function createApi(within: Transaction, input: NewApi, now: number): Promise<Api> {
  const api: Api = {
    id: randomUUID(),
    audience: input.audience,
    name: input.name ?? input.audience,
    scopes: input.scopes ?? [],
    ...ownRefreshLimits(input),
    created_at: now,
    updated_at: now,
  };
  await within.collection('apis').insert(api);
  return api;
}
