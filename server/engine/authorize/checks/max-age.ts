/** max_age: how many seconds ago the person may have signed in; what the application registered where the request says nothing. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const maxAge: Step<Target, number | undefined> = {
  name: 'max_age',
  spec: 'OIDC Core §3.1.2.1',
  run({ params, application }) {
    const value = params.get('max_age');
    if (value === undefined) return application.default_max_age;
    if (/^[0-9]{1,10}$/.test(value)) return Number(value);
    throw new OAuthError('invalid_request', 'max_age must be a whole number of seconds, 0 or more');
  },
};
