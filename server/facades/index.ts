/** The table of REST calls of other products. */
import { authentikAccountFacades } from './authentik-accounts.ts';
import { authentikFacades } from './authentik.ts';
import type { Facade, FacadeHouse, Office } from './facade.ts';
import { forgejoFacades } from './forgejo.ts';
import { giteaFacades } from './gitea.ts';
import { githubTokenFacades } from './github-tokens.ts';
import { githubFacades } from './github.ts';
import { oryRequestFacades } from './ory-requests.ts';

/** Calls that change the office exist where there is one to change: `office` is absent in tests of the others. */
export function createFacades(house: FacadeHouse, office?: Office): readonly Facade[] {
  const { findToken, clients } = house;
  return [
    ...githubFacades(findToken),
    ...githubTokenFacades(findToken, clients),
    ...authentikFacades(findToken),
    ...giteaFacades(house),
    ...forgejoFacades(house),
    ...(office === undefined ? [] : authentikAccountFacades(findToken, office)),
    ...(office === undefined ? [] : oryRequestFacades(findToken, office.handOvers, office)),
  ];
}
