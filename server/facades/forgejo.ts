/** The REST calls of applications written for Forgejo. */
import type { Facade, FacadeHouse } from './facade.ts';
import { forgeCalls } from './forge/calls.ts';

/** What its client libraries ask for before anything else, and compare. */
const VERSION = '12.0.4+gitea-1.22.0';

export function forgejoFacades(house: FacadeHouse): readonly Facade[] {
  return forgeCalls('forgejo', VERSION, house);
}
