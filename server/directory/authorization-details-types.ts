/** The types of rich authorization requests that APIs define. RFC 9396 §2.1 */
import type { AuthorizationDetailsType } from '../spec/authorization-details.ts';
import type { Collections, Store } from '../storage/store.ts';
import { apiRulesForAll } from './api-rules.ts';
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

/** Those of `details` whose type an API with one of these audiences defines, or no API any more. RFC 9396 §3.2 */
export async function detailsForAudience<D extends { readonly type?: unknown }>(
  details: readonly D[],
  audience: readonly string[],
  store: Store,
): Promise<readonly D[]> {
  const { detailsDefinedBy } = await apiRulesForAll(store);
  const elsewhere = ({ type }: D) =>
    typeof type === 'string' && detailsDefinedBy.get(type)?.some((api) => audience.includes(api)) === false;
  return details.filter((detail) => !elsewhere(detail));
}

/** Of whichever API: a request that was let in may outlive the application's right to ask for more. */
export async function allDetailsTypes(collections: Collections): Promise<readonly AuthorizationDetailsType[]> {
  const types: AuthorizationDetailsType[] = [];
  for await (const api of everyRecord(collections.collection('apis'))) {
    types.push(...(api.authorization_details_types ?? []));
  }
  return types;
}
