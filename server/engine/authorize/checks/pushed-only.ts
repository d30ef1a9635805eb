/** Whether a request may come by way of the browser at all: not where the office or the application wants it sent ahead. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';
import type { Pushed } from '../pushed-request.ts';

export interface Arrival extends Pick<Target, 'application'> {
  /** Undefined where the browser brought the request. */
  readonly pushed: Pushed | undefined;
}

export const pushedOnly: Step<Arrival> = {
  name: 'require_pushed_authorization_requests',
  spec: 'RFC 9126 §5',
  run({ application, pushed }, cx) {
    const required =
      cx.settings.require_pushed_authorization_requests || application.require_pushed_authorization_requests === true;
    if (!required || pushed !== undefined) return;
    throw new OAuthError(
      'invalid_request',
      'request_uri is missing; this request must be sent to the PAR endpoint first',
    );
  },
};
