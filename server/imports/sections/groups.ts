/** Groups of the configuration document. */
import type { Entries } from '../../contract/configuration.ts';
import { createGroup, findGroup } from '../../directory/groups.ts';
import type { Section } from '../section.ts';

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
