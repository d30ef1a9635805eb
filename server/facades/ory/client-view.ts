/** An application as Ory's admin API shows a client: every member is there, empty where nothing is said. */
import type { AdminContext } from '../../admin/handler.ts';
import { shownKeys } from '../../admin/shown-keys.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { lifespansShown } from './lifespans.ts';

/** Without its secret, which nobody can read again. */
export function oryClientView(application: Application): JsonObject {
  const { jwks } = application;
  return {
    client_id: application.client_id,
    client_name: application.client_name,
    redirect_uris: [...application.redirect_uris],
    post_logout_redirect_uris: [...application.post_logout_redirect_uris],
    allowed_cors_origins: [...application.web_origins],
    grant_types: [...application.grant_types],
    response_types: [...application.response_types],
    scope: application.scope,
    audience: [...application.audience],
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    token_endpoint_auth_signing_alg: application.token_endpoint_auth_signing_alg ?? '',
    access_token_strategy: application.access_token_format,
    skip_consent: application.consent === 'skip',
    skip_logout_consent: false,
    jwks: jwks === undefined ? {} : shownKeys(jwks),
    jwks_uri: application.jwks_uri ?? '',
    request_uris: [...(application.request_uris ?? [])],
    request_object_signing_alg: application.request_object_signing_alg ?? '',
    userinfo_signed_response_alg: application.userinfo_signed_response_alg ?? 'none',
    subject_type: application.subject_type ?? 'public',
    sector_identifier_uri: application.sector_identifier_uri ?? '',
    client_uri: application.client_uri ?? '',
    logo_uri: application.logo_uri ?? '',
    policy_uri: application.policy_uri ?? '',
    tos_uri: application.tos_uri ?? '',
    contacts: [...(application.contacts ?? [])],
    frontchannel_logout_uri: application.frontchannel_logout_uri ?? '',
    frontchannel_logout_session_required: application.frontchannel_logout_session_required ?? true,
    backchannel_logout_uri: application.backchannel_logout_uri ?? '',
    backchannel_logout_session_required: application.backchannel_logout_session_required ?? false,
    owner: ownerOf(application),
    metadata: application.program_data?.['metadata'] ?? {},
    ...lifespansShown(application),
    client_secret_expires_at: 0,
    created_at: isoTime(application.created_at),
    updated_at: isoTime(application.updated_at),
  };
}

/** As whoever made the client named it; nobody here. */
export function ownerOf({ program_data }: Application): string {
  const owner = program_data?.['owner'];
  return typeof owner === 'string' ? owner : '';
}

/** Of the applications that speak Ory's dialect; the others are none of its clients. */
export async function findOryClient(
  client_id: string,
  { store }: Pick<AdminContext, 'store'>,
): Promise<Application | undefined> {
  const [found] = await store.collection('applications').find('client_id', client_id);
  return found?.dialect === 'ory' ? found : undefined;
}

/** What names a person's consent to a client: Lanyard keeps one, not each time that it was asked. */
export function consentRequestId(
  user_id: string,
  { application }: { readonly application: Pick<Application, 'id'> },
): string {
  return `${user_id}.${application.id}`;
}

export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
