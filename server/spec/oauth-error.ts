/** A refusal in the words of the OAuth wire. Who renders it (JSON, redirect, page, a dialect's own spelling) is decided elsewhere. */

export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'login_required'
  | 'consent_required'
  | 'account_selection_required'
  | 'interaction_required'
  | 'unmet_authentication_requirements'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'invalid_request_uri'
  | 'invalid_request_object'
  | 'invalid_authorization_details'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'registration_not_supported'
  | 'invalid_token'
  | 'insufficient_scope'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata'
  | 'invalid_state'
  | 'insufficient_entropy';

const STATUS: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  server_error: 500,
  temporarily_unavailable: 503,
};

/** What arrived is quoted in descriptions, and strangers choose how long it is. */
const LONGEST_DESCRIPTION = 300;

export interface OAuthErrorDetail {
  /** For the operator: shown in trace and log only, never sent to the client. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Why, for the audit log, where the code says too little: one of refusal-reasons.ts. */
  readonly because?: string;
  /** Overrides the code's usual HTTP status. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of slow_down, for dialects that say it: the seconds between two questions from now on. */
  readonly interval_s?: number;
  /** Whether the person behind it is gone or switched off, for dialects that say it where they were known before. */
  readonly blocked?: true;
}

/**
 * `description` is for the client's developer: it says what arrived and what was expected.
 * It is cut down to the characters that RFC 6749 §5.2 allows. RFC 6749 §5.2, §4.1.2.1
 */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode;
  readonly description: string;
  readonly status: number;
  readonly hint: string | undefined;
  /** For the audit log: a reason of ours, and else the code. */
  readonly because: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly interval_s: number | undefined;
  readonly blocked: boolean;

  constructor(code: OAuthErrorCode, description: string, detail: OAuthErrorDetail = {}) {
    super(`${code}: ${description}`, { cause: detail.cause });
    this.name = 'OAuthError';
    this.code = code;
    this.description = description
      .slice(0, LONGEST_DESCRIPTION)
      .replaceAll(/["\\]/g, "'")
      .replaceAll(/[^\x20-\x7e]/g, '?');
    this.status = detail.status ?? STATUS[code] ?? 400;
    this.hint = detail.hint;
    this.because = detail.because ?? code;
    this.headers = detail.headers ?? {};
    this.interval_s = detail.interval_s;
    this.blocked = detail.blocked === true;
  }
}
