/** code_challenge: S256 or nothing, and not nothing where the application must use it. A public one always must. */
import { isPublic } from '../../../directory/applications.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import { isCodeChallenge } from '../../../spec/pkce.ts';
import { PKCE_NEEDED } from '../../../spec/refusal-reasons.ts';
import type { Carried } from '../../response-types/response-type.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** Applications show it to whoever sets them up. */
const MISSING =
  "code_challenge is missing; this client must use PKCE with S256. If it has no PKCE, 'Needs PKCE' can be turned off for it in Lanyard, under Applications";

export interface PkceQuestion extends Pick<Target, 'params' | 'application'> {
  readonly carries: readonly Carried[];
}

export const pkce: Step<PkceQuestion, string | undefined> = {
  name: 'code_challenge',
  spec: 'RFC 7636 §4.3',
  run({ params, application, carries }) {
    // Nothing that a verifier could redeem.
    if (!carries.includes('code')) return undefined;
    const challenge = params.get('code_challenge');
    const method = params.get('code_challenge_method');
    if (challenge === undefined) {
      if (method !== undefined) throw new OAuthError('invalid_request', 'code_challenge is missing beside its method');
      if (isPublic(application)) {
        throw new OAuthError('invalid_request', 'code_challenge is missing; a client without a secret must use PKCE');
      }
      if (!application.require_pkce) return undefined;
      throw new OAuthError('invalid_request', MISSING, { because: PKCE_NEEDED });
    }
    if (method !== 'S256') {
      const got = method === undefined ? 'missing, which means plain' : `'${method.slice(0, 50)}'`;
      throw new OAuthError('invalid_request', `code_challenge_method is ${got}; only S256 is accepted`);
    }
    if (isCodeChallenge(challenge)) return challenge;
    throw new OAuthError(
      'invalid_request',
      'code_challenge must be 43 characters of base64url, the SHA-256 of the verifier',
    );
  },
};
