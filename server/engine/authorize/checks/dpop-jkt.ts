/** dpop_jkt: the key that must redeem the code. Nobody else can, even with the code and its verifier. */
import { isThumbprint } from '../../../spec/confirmation.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const dpopJkt: Step<Target, string | undefined> = {
  name: 'dpop_jkt',
  spec: 'RFC 9449 §10',
  run({ params }) {
    const jkt = params.get('dpop_jkt');
    if (jkt === undefined || isThumbprint(jkt)) return jkt;
    throw new OAuthError(
      'invalid_request',
      'dpop_jkt must be the SHA-256 thumbprint of a key, 43 characters of base64url',
    );
  },
};
