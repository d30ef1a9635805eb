/** A sub with a value in claims: names the person who must answer, as an id_token_hint does. */
import type { ClaimsRequest } from '../../../spec/claims-request.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';

interface Named {
  readonly claims: ClaimsRequest | undefined;
  /** By id_token_hint. */
  readonly hinted_sub: string | undefined;
}

/** Throws invalid_request when claims and id_token_hint name different people. OIDC Core §3.1.2.2 */
export const subClaim: Step<Named, string | undefined> = {
  name: 'sub',
  spec: 'OIDC Core §5.5.1',
  run({ claims, hinted_sub }) {
    const [sub, ...others] = claims?.id_token.get('sub')?.values ?? [];
    if (sub === undefined) return hinted_sub;
    if (typeof sub !== 'string' || others.length > 0) {
      throw new OAuthError('invalid_request', 'claims asks for a sub that is not exactly one string');
    }
    if (hinted_sub === undefined || hinted_sub === sub) return sub;
    throw new OAuthError('invalid_request', 'claims and id_token_hint name different people');
  },
};
