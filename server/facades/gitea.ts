/** The REST calls of applications written for Gitea. */
import type { Facade, FacadeHouse } from './facade.ts';
import { forgeCalls } from './forge/calls.ts';

/** What its client libraries ask for before anything else, and compare. */
const VERSION = '1.24.6';

export function giteaFacades(house: FacadeHouse): readonly Facade[] {
  return forgeCalls('gitea', VERSION, house);
}
