/** Request objects are refused by name rather than ignored: what they say could contradict the plain parameters. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

export const requestObject: Step<Target> = {
  name: 'request',
  spec: 'OIDC Core §6',
  run({ params }) {
    if (params.has('request')) throw new OAuthError('request_not_supported', 'request objects are not supported here');
    if (params.has('request_uri'))
      throw new OAuthError('request_uri_not_supported', 'request_uri is not supported here');
    if (params.has('registration')) {
      throw new OAuthError('registration_not_supported', 'registration within a request is not supported here');
    }
  },
};
