/** response_mode: one that is offered here, or else the response type's own. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { ResponseMode } from '../../../spec/vocabulary.ts';
import { RESPONSE_MODES } from '../../response-modes/index.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

/** Undefined: the request leaves it to the response type. */
export const responseMode: Step<Target, ResponseMode | undefined> = {
  name: 'response_mode',
  spec: 'OAuth Form Post',
  run({ params }) {
    const asked = params.get('response_mode');
    if (asked === undefined) return undefined;
    const row = RESPONSE_MODES.find((known) => known.response_mode === asked);
    if (row !== undefined) return row.response_mode;
    throw new OAuthError('invalid_request', `response_mode '${asked.slice(0, 100)}' is not offered here`);
  },
};
