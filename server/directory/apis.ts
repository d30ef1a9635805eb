/** APIs that tokens are made for: an audience and the scopes that it defines. */
import { randomUUID } from 'node:crypto';
import type { AuthorizationDetailsType } from '../spec/authorization-details.ts';
import type { AccessTokenFormat, SigningAlgorithm } from '../spec/vocabulary.ts';
import type { Api, ApiScope } from '../storage/records/apis.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { definedFields } from './defined-fields.ts';
import { ownRefreshLimits } from './refresh-limits.ts';

export interface NewApi {
  /** An absolute URI or a plain name. */
  readonly audience: string;
  /** The audience where absent. */
  readonly name?: string | undefined;
  readonly scopes?: readonly ApiScope[] | undefined;
  readonly authorization_details_types?: readonly AuthorizationDetailsType[] | undefined;
  readonly any_application?: boolean | undefined;
  readonly allowed_applications?: readonly string[] | undefined;
  readonly access_token_format?: AccessTokenFormat | undefined;
  readonly access_token_signed_response_alg?: SigningAlgorithm | undefined;
  readonly permissions_in_tokens?: boolean | undefined;
  readonly access_token_lifetime_s?: number | undefined;
  readonly refresh_token_lifetime_s?: number | undefined;
  readonly refresh_token_idle_lifetime_s?: number | undefined;
}

export async function findApi(collections: Collections, audience: string): Promise<Api | undefined> {
  return (await collections.collection('apis').find('audience', audience))[0];
}

/** Throws StorageError already_exists for an audience that is taken. */
export async function createApi(within: Transaction, input: NewApi, now: number): Promise<Api> {
  const { authorization_details_types: types, any_application, permissions_in_tokens } = input;
  const { allowed_applications, access_token_format, access_token_signed_response_alg, access_token_lifetime_s } =
    input;
  const api: Api = {
    id: randomUUID(),
    audience: input.audience,
    name: input.name ?? input.audience,
    scopes: input.scopes ?? [],
    ...(types === undefined ? {} : { authorization_details_types: types }),
    ...definedFields({ any_application, allowed_applications, access_token_format, permissions_in_tokens }),
    ...definedFields({ access_token_signed_response_alg, access_token_lifetime_s }),
    ...ownRefreshLimits(input),
    created_at: now,
    updated_at: now,
  };
  await within.collection('apis').insert(api);
  return api;
}
