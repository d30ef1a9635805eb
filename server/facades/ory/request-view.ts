/** What a sign-in program written for Ory is told of people who were led to it. */
import type { Waiting } from '../../engine/hand-over/desk.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import { consentRequestId, isoTime, oryClientView } from './client-view.ts';

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
    ...(paper.login_challenge === undefined ? {} : { login_challenge: paper.login_challenge }),
    ...(paper.context === undefined ? {} : { context: paper.context }),
    ...(person === undefined
      ? {}
      : {
          subject: person.subject,
          ...(application === undefined
            ? {}
            : { consent_request_id: consentRequestId(person.session.user_id, { application }) }),
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
    requested_at: isoTime(paper.created_at),
    expires_at: isoTime(paper.expires_at),
    ...(application === undefined ? {} : { client: oryClientView(application) }),
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
    ...(application === undefined ? {} : { client: oryClientView(application) }),
  };
}
