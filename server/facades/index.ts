/** The table of REST calls of other products. */
import type { Facade } from './facade.ts';
import { forgejoFacades } from './forgejo.ts';
import type { ForgeHouse } from './forge/calls.ts';
import { giteaFacades } from './gitea.ts';
import { githubFacades } from './github.ts';

export function createFacades(house: ForgeHouse): readonly Facade[] {
  return [...giteaFacades(house), ...forgejoFacades(house), ...githubFacades(house.findToken)];
}
