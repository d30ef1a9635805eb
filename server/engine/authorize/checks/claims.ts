/** claims: single claims beside the scopes. Each belongs to a scope, and goes only to an application that may ask for that. */
import { scopeOfClaim } from '../../../directory/claims.ts';
import { isScopeOpenTo } from '../../../directory/scope-catalogue.ts';
import { readCustomScopes } from '../../../directory/scopes.ts';
import { type ClaimsRequest, type ClaimWishes, readClaimsRequest } from '../../../spec/claims-request.ts';
import { parseScope } from '../../../spec/scope.ts';
import type { Application, Scope } from '../../../storage/records/directory.ts';
import type { RequestedClaims, Wanted } from '../../../storage/records/flow.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

export interface AskedClaims {
  /** As it came, for what has rules of its own: acr and sub. */
  readonly asked: ClaimsRequest;
  /** What person and office can grant. */
  readonly requested: RequestedClaims;
}

export const claims: Step<Target, AskedClaims | undefined> = {
  name: 'claims',
  spec: 'OIDC Core §5.5',
  async run({ params, application }, cx) {
    const text = params.get('claims');
    if (text === undefined) return undefined;
    const asked = readClaimsRequest(text);
    const own = await readCustomScopes(cx.store, parseScope(application.scope));
    const { userinfo, id_token } = asked;
    return {
      asked,
      requested: { userinfo: open(userinfo, application, own), id_token: open(id_token, application, own) },
    };
  },
};

/** What nobody knows, or may not be told to this application, is left out: no claim but acr makes a request fail. OIDC Core §5.5.1 */
function open(wishes: ClaimWishes, application: Application, own: readonly Scope[]): Readonly<Record<string, Wanted>> {
  return Object.fromEntries(
    [...wishes].flatMap(([name, { values }]) => {
      const scope = scopeOfClaim(name, own);
      if (scope === undefined || !isScopeOpenTo(scope, application)) return [];
      return [[name, { scope, ...(values === undefined ? {} : { values }) }]];
    }),
  );
}
