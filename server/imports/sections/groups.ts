/** Groups of the configuration document. */
import type { Entries } from '../../contract/configuration.ts';
import { createGroup, findGroup, unknownGroups } from '../../directory/groups.ts';
import type { ApplyContext, Section } from '../section.ts';

export const groups: Section<Entries['groups']> = {
  noun: 'group',
  keyField: 'name',
  key: ({ name }) => name,
  async apply({ name }, { within, now }) {
    if ((await findGroup(within, name)) !== undefined) return 'unchanged';
    await createGroup(within, { name }, now);
    return 'created';
  },
};

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
