/** A self-issued provider's registration within the request is refused by name rather than ignored. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const registration: Step<Target> = {
  name: 'registration',
  spec: 'OIDC Core §7.2.1',
  run({ params }) {
    if (!params.has('registration')) return;
    throw new OAuthError('registration_not_supported', 'registration within a request is not supported here');
  },
};
