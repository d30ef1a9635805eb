/** The table of REST calls of other products. */
import { authentikAccountFacades } from './authentik-accounts.ts';
import { authentikFacades } from './authentik.ts';
import type { Facade, FindToken, Office } from './facade.ts';
import { githubFacades } from './github.ts';

/** Calls that change the office exist where there is one to change: `office` is absent in tests of the others. */
export function createFacades(findToken: FindToken, office?: Office): readonly Facade[] {
  return [
    ...githubFacades(findToken),
    ...authentikFacades(findToken),
    ...(office === undefined ? [] : authentikAccountFacades(findToken, office)),
  ];
}
