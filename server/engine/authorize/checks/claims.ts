/** claims: single claims beside the scopes. Each belongs to a scope, and goes only to an application that may ask for that. */
import { scopeOfClaim } from '../../../directory/claims.ts';
import { definedHere, isScopeOpenTo } from '../../../directory/scope-catalogue.ts';
import { inclusionsFor, withIncluded } from '../../../directory/scope-inclusion.ts';
import { readCustomScopes } from '../../../directory/scopes.ts';
import { type ClaimsRequest, type ClaimWishes, readClaimsRequest } from '../../../spec/claims-request.ts';
import { parseScope } from '../../../spec/scope.ts';
import type { Scope } from '../../../storage/records/apis.ts';
import type { RequestedClaims, Wanted } from '../../../storage/records/flow.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

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
    const given = parseScope(application.scope);
    const registered = withIncluded(given, await inclusionsFor(given, application.dialect, cx.store));
    const defined = await definedHere(registered, application.dialect, cx.store);
    const own = await readCustomScopes(cx.store, registered);
    const open = (wishes: ClaimWishes) =>
      wantedOf(wishes, own, (scope) => isScopeOpenTo(scope, registered, application.dialect, defined));
    const { userinfo, id_token } = asked;
    return {
      asked,
      requested: { userinfo: open(userinfo), id_token: open(id_token) },
    };
  },
};

/** What nobody knows, or may not be told to this application, is left out: no claim but acr makes a request fail. OIDC Core §5.5.1 */
function wantedOf(
  wishes: ClaimWishes,
  own: readonly Scope[],
  isOpen: (scope: string) => boolean,
): Readonly<Record<string, Wanted>> {
  return Object.fromEntries(
    [...wishes].flatMap(([name, { values }]) => {
      const scope = scopeOfClaim(name, own);
      if (scope === undefined || !isOpen(scope)) return [];
      return [[name, { scope, ...(values === undefined ? {} : { values }) }]];
    }),
  );
}
