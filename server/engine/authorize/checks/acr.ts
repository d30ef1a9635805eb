/** An essential acr in claims: how the person has to have proved who they are. acr_values alone is a wish, and every sign-in here has the one acr. */
import type { ClaimsRequest } from '../../../spec/claims-request.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import { ACR_VALUES } from '../../acr.ts';
import type { Step } from '../../step.ts';

/**
 * The values of which one must be met; undefined where there is no such condition. Throws unmet_authentication_requirements
 * when nobody could meet any of them here: an essential acr that can't be met is a failed authentication. OIDC Core §5.5.1.1
 */
export const acr: Step<ClaimsRequest | undefined, readonly string[] | undefined> = {
  name: 'acr',
  spec: 'OIDC Core §5.5.1.1',
  run(claims) {
    const wish = claims?.id_token.get('acr');
    if (wish?.essential !== true || wish.values === undefined) return undefined;
    const { values } = wish;
    const possible = ACR_VALUES.filter((known) => values.includes(known));
    if (possible.length > 0) return possible;
    throw new OAuthError(
      'unmet_authentication_requirements',
      `claims has an essential acr, and none of its values can be met here; ${ACR_VALUES.join(' ')} can`,
    );
  },
};
