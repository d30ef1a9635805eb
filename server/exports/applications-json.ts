/** Applications as client metadata that other programs read. No secret and no hash of one is in it. */
import { certificateFields } from '../directory/certificate-fields.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { everyRecord } from '../directory/every-record.ts';
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
  const { contacts, application_type, initiate_login_uri, subject_type, sector_identifier_uri } = application;
  const { default_max_age, backchannel_logout_uri, backchannel_logout_session_required } = application;
  const { token_endpoint_auth_signing_alg, jwks, jwks_uri } = application;
  const { client_uri, logo_uri, policy_uri, tos_uri, id_token_signed_response_alg } = application;
  const { userinfo_signed_response_alg, request_object_signing_alg, request_uris } = application;
  const { id_token_encrypted_response_alg, id_token_encrypted_response_enc } = application;
  const { userinfo_encrypted_response_alg, userinfo_encrypted_response_enc } = application;
  const { frontchannel_logout_uri, frontchannel_logout_session_required } = application;
  const { request_object_encryption_alg, request_object_encryption_enc } = application;
  const { require_pushed_authorization_requests, dpop_bound_access_tokens } = application;
  const { authorization_signed_response_alg, introspection_signed_response_alg } = application;
  return {
    client_id: application.client_id,
    client_id_issued_at: application.created_at,
    client_name: application.client_name,
    redirect_uris: application.redirect_uris,
    post_logout_redirect_uris: application.post_logout_redirect_uris,
    grant_types: application.grant_types,
    response_types: application.response_types,
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    ...definedFields({ token_endpoint_auth_signing_alg, jwks, jwks_uri }),
    ...certificateFields(application),
    scope: application.scope,
    ...definedFields({ frontchannel_logout_uri, frontchannel_logout_session_required }),
    ...definedFields({ contacts, application_type, initiate_login_uri, subject_type, sector_identifier_uri }),
    ...definedFields({ default_max_age, backchannel_logout_uri, backchannel_logout_session_required }),
    ...definedFields({ client_uri, logo_uri, policy_uri, tos_uri, id_token_signed_response_alg }),
    ...definedFields({ id_token_encrypted_response_alg, id_token_encrypted_response_enc }),
    ...definedFields({ userinfo_encrypted_response_alg, userinfo_encrypted_response_enc }),
    ...definedFields({ request_object_encryption_alg, request_object_encryption_enc }),
    ...definedFields({ userinfo_signed_response_alg, request_object_signing_alg, request_uris }),
    ...definedFields({ require_pushed_authorization_requests, dpop_bound_access_tokens }),
    ...definedFields({ authorization_signed_response_alg, introspection_signed_response_alg }),
  };
}
