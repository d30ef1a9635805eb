/** What would bring a request from elsewhere is refused by name rather than ignored: it could contradict what is here. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

export const requestObject: Step<Target> = {
  name: 'request_uri',
  spec: 'OIDC Core §6',
  run({ params }) {
    if (params.has('request_uri'))
      throw new OAuthError('request_uri_not_supported', 'request_uri is not supported here');
    if (params.has('registration')) {
      throw new OAuthError('registration_not_supported', 'registration within a request is not supported here');
    }
  },
};
