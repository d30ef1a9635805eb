/** response_mode: one that is offered here and fit for what is carried, or else the response type's own. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Params } from '../../../spec/params.ts';
import type { ResponseMode } from '../../../spec/vocabulary.ts';
import type { Step } from '../../step.ts';
import type { ResponseTypeRow } from '../../response-types/response-type.ts';
import { type Destination, isAnsweredIn, isPostable, modeNamed } from '../response-type-of.ts';

export interface ModeQuestion extends Destination {
  readonly params: Params;
  readonly row: ResponseTypeRow;
}

export const responseMode: Step<ModeQuestion, ResponseMode> = {
  name: 'response_mode',
  spec: 'OAuth Form Post',
  run({ params, row, application, redirect_uri }) {
    const asked = params.get('response_mode');
    if (asked === undefined) return row.default_mode;
    const mode = modeNamed(asked, row);
    if (mode !== undefined && !isPostable(mode, { application, redirect_uri })) {
      throw new OAuthError(
        'invalid_request',
        `response_mode '${mode}' needs the origin of redirect_uri in web_origins`,
      );
    }
    if (mode !== undefined && isAnsweredIn(mode, row)) return mode;
    if (mode !== undefined) throw new OAuthError('invalid_request', `response_mode '${mode}' carries no token`);
    throw new OAuthError('invalid_request', `response_mode '${asked.slice(0, 100)}' is not offered here`);
  },
};
