/** Grants of the office's own in the configuration document. */
import type { Entries } from '../../contract/configuration.ts';
import { definedFields } from '../../directory/defined-fields.ts';
import { createExtensionGrant, findExtensionGrant } from '../../directory/extension-grants.ts';
import { differs } from '../differs.ts';
import type { Section } from '../section.ts';

export const extensionGrants: Section<Entries['extension_grants']> = {
  noun: 'grant of the office’s own',
  keyField: 'grant_type',
  key: ({ grant_type }) => grant_type,
  async apply(entry, { within, now }) {
    const old = await findExtensionGrant(within, entry.grant_type);
    if (old === undefined) {
      await createExtensionGrant(within, entry, now);
      return 'created';
    }
    const changes = definedFields(entry);
    if (!differs(old, changes)) return 'unchanged';
    await within
      .collection('extension_grants')
      .update(old.id, (record) => ({ ...record, ...changes, updated_at: now }));
    return 'changed';
  },
};
