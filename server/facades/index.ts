/** The table of REST calls of other products. */
import { auth0Facades } from './auth0.ts';
import { auth0SignUpFacades } from './auth0-sign-up.ts';
import { authentikAccountFacades } from './authentik-accounts.ts';
import { authentikIssuerFacades } from './authentik-issuer.ts';
import { authentikFacades } from './authentik.ts';
import type { Facade, FacadeHouse, Office } from './facade.ts';
import { forgejoFacades } from './forgejo.ts';
import { giteaFacades } from './gitea.ts';
import { githubTokenFacades } from './github-tokens.ts';
import { githubFacades } from './github.ts';
import { oryClientFacades } from './ory-clients.ts';
import { oryRequestFacades } from './ory-requests.ts';
import { orySessionFacades } from './ory-sessions.ts';
import { oryTrustFacades } from './ory-trust.ts';
import { oryFacades, oryTokenFacades } from './ory.ts';

/** Calls that change the office exist where there is one to change: `office` is absent in tests of the others. */
export function createFacades(house: FacadeHouse, office?: Office): readonly Facade[] {
  const { findToken, clients } = house;
  return [
    ...githubFacades(findToken),
    ...githubTokenFacades(findToken, clients),
    ...authentikFacades(findToken),
    ...authentikIssuerFacades(),
    ...giteaFacades(house),
    ...forgejoFacades(house),
    ...oryFacades(),
    ...auth0Facades(house.sign_in),
    ...auth0SignUpFacades(house.sign_in),
    ...(office === undefined ? [] : officeFacades(house, office)),
  ];
}

function officeFacades(house: FacadeHouse, office: Office): readonly Facade[] {
  const { findToken } = house;
  return [
    ...authentikAccountFacades(findToken, office),
    ...oryTokenFacades(house, office),
    ...oryClientFacades(findToken, office),
    ...oryRequestFacades(findToken, office),
    ...orySessionFacades(findToken, office),
    ...oryTrustFacades(findToken, office),
  ];
}
