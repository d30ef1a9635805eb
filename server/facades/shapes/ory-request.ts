/** What a sign-in program written for Ory is told of people who were led to it. */
import type { Waiting } from '../../engine/hand-over/desk.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';

export function oryLoginRequest({ paper, application, person }: Waiting<'login'>): JsonObject {
  return {
    ...requestOf(paper, application),
    challenge: paper.challenge ?? '',
    // Whom it has to ask again it is not told.
    subject: paper.skip ? (person?.subject ?? '') : '',
    ...(person === undefined ? {} : { session_id: person.sid }),
  };
}

export function oryConsentRequest({ paper, application, person }: Waiting<'consent'>, challenge: string): JsonObject {
  return {
    ...requestOf(paper, application),
    challenge,
    consent_request_id: paper.id,
    ...(paper.login_challenge === undefined ? {} : { login_challenge: paper.login_challenge }),
    ...(paper.context === undefined ? {} : { context: paper.context }),
    ...(person === undefined
      ? {}
      : {
          subject: person.subject,
          login_session_id: person.sid,
          acr: person.session.acr,
          amr: person.session.amr,
        }),
  };
}

export function oryLogoutRequest({ paper, application, person }: Waiting<'logout'>, challenge: string): JsonObject {
  return {
    challenge,
    subject: person?.subject ?? '',
    sid: person?.sid ?? paper.sid,
    request_url: paper.request_url,
    rp_initiated: paper.rp_initiated,
    requested_at: new Date(paper.created_at * 1000).toISOString(),
    expires_at: new Date(paper.expires_at * 1000).toISOString(),
    ...(application === undefined ? {} : { client: clientOf(application) }),
  };
}

function requestOf(paper: Waiting<'login' | 'consent'>['paper'], application: Application | undefined): JsonObject {
  const { request, scope, skip, request_url } = paper;
  return {
    requested_scope: scope,
    requested_access_token_audience: request.audience,
    skip,
    oidc_context: request.told?.oidc_context ?? {},
    request_url,
    ...(application === undefined ? {} : { client: clientOf(application) }),
  };
}

/** An application as far as a page shows it, or a program decides by it; without what proves it. */
function clientOf(application: Application): JsonObject {
  const { client_uri, logo_uri, policy_uri, tos_uri, contacts } = application;
  const words = Object.entries({ client_uri, logo_uri, policy_uri, tos_uri, contacts });
  return {
    client_id: application.client_id,
    client_name: application.client_name,
    redirect_uris: application.redirect_uris,
    post_logout_redirect_uris: application.post_logout_redirect_uris,
    grant_types: application.grant_types,
    response_types: application.response_types,
    scope: application.scope,
    audience: application.audience,
    token_endpoint_auth_method: application.token_endpoint_auth_method,
    subject_type: application.subject_type ?? 'public',
    allowed_cors_origins: application.web_origins,
    skip_consent: application.consent === 'skip',
    metadata: {},
    ...Object.fromEntries(words.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    created_at: new Date(application.created_at * 1000).toISOString(),
    updated_at: new Date(application.updated_at * 1000).toISOString(),
  };
}
