/** APIs that tokens are made for: an audience and the scopes that it defines. */
import { randomUUID } from 'node:crypto';
import type { AuthorizationDetailsType } from '../spec/authorization-details.ts';
import type { Api, ApiScope } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';

export interface NewApi {
  /** An absolute URI or a plain name. */
  readonly audience: string;
  /** The audience where absent. */
  readonly name?: string | undefined;
  readonly scopes?: readonly ApiScope[] | undefined;
  readonly authorization_details_types?: readonly AuthorizationDetailsType[] | undefined;
  readonly any_application?: boolean | undefined;
}

export async function findApi(collections: Collections, audience: string): Promise<Api | undefined> {
  return (await collections.collection('apis').find('audience', audience))[0];
}

/** Throws StorageError already_exists for an audience that is taken. */
export async function createApi(within: Transaction, input: NewApi, now: number): Promise<Api> {
  const { authorization_details_types: types, any_application } = input;
  const api: Api = {
    id: randomUUID(),
    audience: input.audience,
    name: input.name ?? input.audience,
    scopes: input.scopes ?? [],
    ...(types === undefined ? {} : { authorization_details_types: types }),
    ...(any_application === undefined ? {} : { any_application }),
    created_at: now,
    updated_at: now,
  };
  await within.collection('apis').insert(api);
  return api;
}
