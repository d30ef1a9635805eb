/** The table of REST calls of other products. */
import type { Facade, FindToken } from './facade.ts';
import { githubFacades } from './github.ts';

export function createFacades(findToken: FindToken): readonly Facade[] {
  return [...githubFacades(findToken)];
}
