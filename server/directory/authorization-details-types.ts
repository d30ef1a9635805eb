/** The types of rich authorization requests that APIs define. RFC 9396 §2.1 */
import type { AuthorizationDetailsType } from '../spec/authorization-details.ts';
import type { Collections } from '../storage/store.ts';
import { findApi } from './apis.ts';
import { everyRecord } from './every-record.ts';

/** Those of the APIs with these audiences. */
export async function findDetailsTypes(
  collections: Collections,
  audiences: readonly string[],
): Promise<readonly AuthorizationDetailsType[]> {
  const apis = await Promise.all(audiences.map((audience) => findApi(collections, audience)));
  return apis.flatMap((api) => api?.authorization_details_types ?? []);
}

/** Of whichever API: a request that was let in may outlive the application's right to ask for more. */
export async function allDetailsTypes(collections: Collections): Promise<readonly AuthorizationDetailsType[]> {
  const types: AuthorizationDetailsType[] = [];
  for await (const api of everyRecord(collections.collection('apis'))) {
    types.push(...(api.authorization_details_types ?? []));
  }
  return types;
}
