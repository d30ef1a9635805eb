/** scope: what the application may ask for; the rest is left out, and the answer says so. */
import { isScopeOpenTo } from '../../../directory/scope-catalogue.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import { parseScope } from '../../../spec/scope.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

/** What nobody gets without naming it. */
const NEVER_IMPLIED: readonly string[] = ['offline_access', 'lanyard:admin'];

export const scope: Step<Target, readonly string[]> = {
  name: 'scope',
  spec: 'RFC 6749 §3.3',
  run({ params, application }) {
    const asked = params.get('scope');
    if (asked === undefined) return parseScope(application.scope).filter((name) => !NEVER_IMPLIED.includes(name));
    const refreshes = application.grant_types.includes('refresh_token');
    const open = (name: string) => isScopeOpenTo(name, application) && (refreshes || name !== 'offline_access');
    const granted = parseScope(asked).filter(open);
    if (granted.length > 0) return granted;
    throw new OAuthError('invalid_scope', 'none of the scopes asked for is open to this client');
  },
};
