/** The REST calls of applications written for Gitea. */
import type { Facade } from './facade.ts';
import { forgeCalls, type ForgeHouse } from './forge/calls.ts';

/** What its client libraries ask for before anything else, and compare. */
const VERSION = '1.24.6';

export function giteaFacades(house: ForgeHouse): readonly Facade[] {
  return forgeCalls('gitea', VERSION, house);
}
