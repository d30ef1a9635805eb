/** scope: what the application may ask for; the rest is left out, and the answer says so. */
import { definedHere, isScopeOpenTo } from '../../../directory/scope-catalogue.ts';
import { type Inclusions, inclusionsFor, withIncluded } from '../../../directory/scope-inclusion.ts';
import { OAuthError } from '../../../spec/oauth-error.ts';
import { parseScope, uniteScopes } from '../../../spec/scope.ts';
import { openScopes } from '../../open-apis.ts';
import type { Carried } from '../../response-types/response-type.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

/** What nobody gets without naming it. */
const NEVER_IMPLIED: readonly string[] = ['offline_access', 'lanyard:admin'];

export interface ScopeQuestion extends Pick<Target, 'params' | 'application'> {
  readonly carries: readonly Carried[];
}

export const scope: Step<ScopeQuestion, readonly string[]> = {
  name: 'scope',
  spec: 'RFC 6749 §3.3',
  async run({ params, application, carries }, cx) {
    const asked = params.get('scope');
    const wanted = parseScope(asked);
    const given = parseScope(application.scope);
    const inclusions = await inclusionsFor([...given, ...wanted], application.dialect, cx.store);
    const registered = withIncluded(given, inclusions);
    const defined = await definedHere(wanted, application.dialect, cx.store);
    const besides = await openScopes(params, cx);
    // Where no code comes back, nothing could be refreshed. OIDC Core §11
    const refreshes = application.grant_types.includes('refresh_token') && carries.includes('code');
    const open = (name: string) =>
      besides.includes(name) ||
      (isScopeOpenTo(name, registered, application.dialect, defined) && (refreshes || name !== 'offline_access'));
    const { offline, no_scope_left } = cx.traits[application.dialect] ?? {};
    const bare = no_scope_left === 'allowed';
    const implicit = offline === 'always' && refreshes && given.includes('offline_access') ? ['offline_access'] : [];
    const named = asked === undefined ? implied(given, inclusions) : wanted.filter(open);
    const granted = withIncluded(named.length === 0 && !bare ? [] : uniteScopes(named, implicit), inclusions);
    if (carries.includes('id_token') && !granted.includes('openid')) {
      throw new OAuthError('invalid_scope', 'scope lacks openid, without which there is no ID token');
    }
    if (asked === undefined || bare || granted.length > 0) return granted;
    throw new OAuthError('invalid_scope', 'none of the scopes asked for is open to this client');
  },
};

function implied(registered: readonly string[], inclusions: Inclusions): readonly string[] {
  return registered.filter((name) => !withIncluded([name], inclusions).some((each) => NEVER_IMPLIED.includes(each)));
}
