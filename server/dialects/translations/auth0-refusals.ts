/**
 * Refusals at Auth0's token endpoint: the statuses that its devices poll by, and the sentences that its SDKs compare. Codes
 * stay those of the specifications.
 */
import type { JsonResponse } from '../../engine/wire.ts';
import type { OAuthError, OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { DialectRequest } from '../dialect.ts';

interface Spelling {
  readonly status: number;
  /** Ours where absent. */
  readonly error_description?: string;
}

/** RFC 6749 §5.2 has 400 for all of these but invalid_client. */
const SPELLINGS: Partial<Readonly<Record<OAuthErrorCode, Spelling>>> = {
  authorization_pending: { status: 403, error_description: 'User has yet to authorize device code.' },
  slow_down: {
    status: 429,
    error_description: 'You are polling faster than the specified interval of 5 seconds.',
  },
  access_denied: { status: 403, error_description: 'User cancelled the confirmation prompt.' },
  expired_token: { status: 403 },
  invalid_grant: { status: 403 },
  unauthorized_client: { status: 403 },
  unsupported_grant_type: { status: 403 },
  invalid_target: { status: 403 },
};

/** Whoever says less than the code does is told our own sentence. */
export function refuseToken(error: OAuthError, asked: DialectRequest): JsonResponse {
  const { code, status, description, headers } = error;
  const spelling = SPELLINGS[code];
  const error_description = sentenceFor(error, asked) ?? spelling?.error_description ?? description;
  return {
    kind: 'json',
    status: spelling?.status ?? status,
    body: { error: code, error_description },
    headers,
  };
}

/**
 * Of a refresh token alone: its library for single-page applications tries a silent sign-in after `invalid refresh token`, and
 * forgets the person after `user is blocked`; it finds either anywhere in the sentence.
 */
function sentenceFor({ code, blocked }: OAuthError, { params }: DialectRequest): string | undefined {
  if (code !== 'invalid_grant' || params.get('grant_type') !== 'refresh_token') return undefined;
  return blocked ? 'user is blocked' : 'Unknown or invalid refresh token.';
}
