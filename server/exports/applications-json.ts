/** Applications as client metadata that other programs read. No secret and no hash of one is in it. */
import { everyRecord } from '../directory/every-record.ts';
import { optionalMetadata } from '../directory/optional-metadata.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { inStableOrder } from './stable-order.ts';

/** A JSON list of client metadata. RFC 7591 §2, §3.2.1 */
export async function exportApplicationsJson(store: Collections): Promise<string> {
  const applications: Application[] = [];
  for await (const application of everyRecord(store.collection('applications'))) applications.push(application);
  const list = inStableOrder(applications, (application) => application.client_id).map(metadataOf);
  return `${JSON.stringify(list, null, 2)}\n`;
}

function metadataOf(application: Application): object {
  return {
    client_id: application.client_id,
    client_id_issued_at: application.created_at,
    client_name: application.client_name,
    redirect_uris: application.redirect_uris,
    post_logout_redirect_uris: application.post_logout_redirect_uris,
    grant_types: application.grant_types,
    response_types: application.response_types,
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    scope: application.scope,
    ...optionalMetadata(application),
  };
}
