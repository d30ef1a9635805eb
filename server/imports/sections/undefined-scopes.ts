/** The check that sections with a `scope` field share: what an account or application may ask for must be defined somewhere. */
import { parseScope } from '../../spec/scope.ts';
import type { ApplyContext } from '../section.ts';

export async function refuseUndefinedScopes(scope: string | undefined, cx: ApplyContext): Promise<void> {
  const unknown = await cx.undefinedScopes(parseScope(scope));
  if (unknown.length === 0) return;
  cx.refuse(['scope'], `names ${unknown.join(' ')}, which nobody defines; add it under scopes or to an API`);
}
