/** nonce: what an ID token that comes by way of the browser is bound to. There it must be sent. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Params } from '../../../spec/params.ts';
import type { Carried } from '../../response-types/response-type.ts';
import type { Step } from '../../step.ts';

export const nonce: Step<{ readonly params: Params; readonly carries: readonly Carried[] }> = {
  name: 'nonce',
  spec: 'OIDC Core §3.2.2.1',
  run({ params, carries }) {
    if (!carries.includes('id_token') || params.has('nonce')) return;
    throw new OAuthError('invalid_request', 'nonce is missing; an ID token from this endpoint needs one');
  },
};
