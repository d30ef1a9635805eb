/** authorization_details: single acts, of types that an API defined for which the tokens are asked, and the application may. */
import { findDetailsTypes } from '../../../directory/authorization-details-types.ts';
import {
  type AuthorizationDetail,
  detailFault,
  readAuthorizationDetails,
} from '../../../spec/authorization-details.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** Throws invalid_authorization_details for a type that nobody defined, or fields that its type does not have. */
export const authorizationDetails: Step<
  Pick<Target, 'params' | 'application'> & { readonly audience: readonly string[] },
  readonly AuthorizationDetail[] | undefined
> = {
  name: 'authorization_details',
  spec: 'RFC 9396 §5',
  async run({ params, application, audience }, cx) {
    const text = params.get('authorization_details');
    if (text === undefined) return undefined;
    const details = readAuthorizationDetails(text);
    if ('reason' in details) throw refused(details.reason);
    // One that any application may ask for opens no acts.
    const apis = audience.filter((name) => application.audience.includes(name));
    const types = await findDetailsTypes(cx.store, apis);
    for (const detail of details) {
      const type = types.find(({ name }) => name === detail.type);
      if (type === undefined)
        throw refused(`has the type '${detail.type.slice(0, 100)}', which is not open to this client`);
      const fault = detailFault(detail, type);
      if (fault !== undefined) throw refused(`has one of the type '${detail.type}' that ${fault}`);
    }
    return details;
  },
};

function refused(reason: string): OAuthError {
  return new OAuthError('invalid_authorization_details', `authorization_details ${reason}`);
}
