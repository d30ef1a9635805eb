/** References that several sections have: to groups, and to scopes. What they name must exist, in the office or in the document. */
import { findApi } from '../directory/apis.ts';
import { unknownGroups } from '../directory/groups.ts';
import { parseScope } from '../spec/scope.ts';
import type { ApplyContext } from './section.ts';

/** Refuses names in `field` that no group has, those of this document included. */
export async function refuseUnknownGroups(
  field: string,
  names: readonly string[] | undefined,
  { within, refuse }: ApplyContext,
): Promise<void> {
  if (names === undefined) return;
  const unknown = new Set(await unknownGroups(within, names));
  names.forEach((name, index) => {
    if (unknown.has(name)) refuse([field, index], `names the group ${name}, which does not exist; add it under groups`);
  });
}

/** Refuses a scope that nobody defines: an account or application could never be given it. */
export async function refuseUndefinedScopes(scope: string | undefined, cx: ApplyContext): Promise<void> {
  const unknown = await cx.undefinedScopes(parseScope(scope));
  if (unknown.length === 0) return;
  cx.refuse(['scope'], `names ${unknown.join(' ')}, which nobody defines; add it under scopes or to an API`);
}

/** Refuses audiences that no API has, those of this document included. */
export async function refuseUnknownApis(
  audience: readonly string[] = [],
  { within, refuse }: Pick<ApplyContext, 'within' | 'refuse'>,
  field = 'audience',
): Promise<void> {
  const found = await Promise.all(audience.map((name) => findApi(within, name)));
  audience.forEach((name, index) => {
    if (found[index] === undefined)
      refuse([field, index], `names the API ${name}, which does not exist; add it under apis`);
  });
}
