/** id_token_hint: names the person whom the application believes to be signed in. It proves nothing and signs nobody in. */
import { isCompactJwe } from '../../../keys/jwe.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import { readIdTokenHint } from '../../id-token-hint.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** The `sub` of the hint. One that we did not sign, or that was made for another application, is refused. */
export const idTokenHint: Step<Target, string | undefined> = {
  name: 'id_token_hint',
  spec: 'OIDC Core §3.1.2.1',
  async run({ params, application }, cx) {
    const hint = params.get('id_token_hint');
    if (hint === undefined) return undefined;
    const read = await readIdTokenHint(hint, cx);
    if (read !== undefined && read.application.client_id === application.client_id) return read.sub;
    throw new OAuthError(
      'invalid_request',
      isCompactJwe(hint)
        ? 'id_token_hint is an encrypted ID token; send the one that you decrypted'
        : 'id_token_hint is not an ID token that was issued here to this client',
    );
  },
};
