/** response_type: one that is offered here and that the application is registered for. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import { RESPONSE_TYPES } from '../../response-types/index.ts';
import type { ResponseTypeRow } from '../../response-types/response-type.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

export const responseType: Step<Target, ResponseTypeRow> = {
  name: 'response_type',
  spec: 'RFC 6749 §3.1.1',
  run({ params, application }) {
    const asked = params.get('response_type');
    if (asked === undefined) throw new OAuthError('invalid_request', 'response_type is missing');
    const row = RESPONSE_TYPES.find((known) => known.response_type === asked);
    if (row === undefined) {
      throw new OAuthError('unsupported_response_type', `response_type '${asked.slice(0, 100)}' is not offered here`);
    }
    if (
      !application.response_types.includes(row.response_type) ||
      !application.grant_types.includes('authorization_code')
    ) {
      throw new OAuthError(
        'unauthorized_client',
        `this client is not registered for response_type ${row.response_type}`,
      );
    }
    return row;
  },
};
