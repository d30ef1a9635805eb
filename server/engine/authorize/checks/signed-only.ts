/** Whether a request may come unsigned: not where its application is known to sign each, so that nobody else's can pass for its own. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export interface Spoken extends Pick<Target, 'application'> {
  /** Whether it came in a request object, by whichever way. */
  readonly signed: boolean;
}

export const signedOnly: Step<Spoken> = {
  name: 'require_signed_request_object',
  spec: 'RFC 9101 §10.5',
  run({ application, signed }) {
    if (signed || application.require_signed_request_object !== true) return;
    throw new OAuthError('invalid_request', 'request is missing; this client must send a signed request object');
  },
};
