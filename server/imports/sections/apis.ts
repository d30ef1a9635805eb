/** APIs of the configuration document. Their scopes and types are added and changed by name and never removed. */
import type { Entries } from '../../contract/configuration.ts';
import { createApi, findApi } from '../../directory/apis.ts';
import { definedFields } from '../../directory/defined-fields.ts';
import { unknownGroups } from '../../directory/groups.ts';
import { checkInclusion } from '../../directory/scope-inclusion.ts';
import { BUILT_IN_SCOPES } from '../../directory/scopes.ts';
import type { Api } from '../../storage/records/apis.ts';
import { differs } from '../differs.ts';
import type { Section } from '../section.ts';

export const apis: Section<Entries['apis']> = {
  noun: 'api',
  keyField: 'audience',
  key: ({ audience }) => audience,
  check({ scopes = [], authorization_details_types = [] }, refuse) {
    const seen = new Set<string>();
    scopes.forEach(({ name, includes = [] }, index) => {
      if (BUILT_IN_SCOPES.has(name)) refuse(['scopes', index, 'name'], `is ${name}, which is built in`);
      if (seen.has(name)) refuse(['scopes', index, 'name'], `is ${name}, which stands in this list already`);
      seen.add(name);
      includes.forEach((included, place) => {
        const reason = checkInclusion(name, included);
        if (reason !== undefined) refuse(['scopes', index, 'includes', place], reason);
      });
    });
    const types = authorization_details_types.map(({ name }) => name);
    types.forEach((name, index) => {
      if (types.indexOf(name) === index) return;
      refuse(['authorization_details_types', index, 'name'], `is ${name}, which stands in this list already`);
    });
  },
  async apply(entry, { within, now, refuse }) {
    const named = (entry.scopes ?? []).flatMap(({ allowed_groups = [] }) => allowed_groups);
    const unknown = await unknownGroups(within, named);
    (entry.scopes ?? []).forEach(({ allowed_groups = [] }, index) => {
      allowed_groups.forEach((name, place) => {
        if (!unknown.includes(name)) return;
        const reason = `names the group ${name}, which does not exist; add it under groups`;
        refuse(['scopes', index, 'allowed_groups', place], reason);
      });
    });
    const old = await findApi(within, entry.audience);
    if (old === undefined) {
      await createApi(within, entry, now);
      return 'created';
    }
    const { audience: _key, scopes: _merged, ...others } = entry;
    const changes = {
      ...definedFields(others),
      scopes: mergeNamed(old.scopes, entry.scopes ?? []),
      ...typesOf(old, entry),
    };
    if (!differs(old, changes)) return 'unchanged';
    await within.collection('apis').update(old.id, (api) => ({ ...api, ...changes, updated_at: now }));
    return 'changed';
  },
};

function typesOf({ authorization_details_types: old = [] }: Api, entry: Entries['apis']) {
  const { authorization_details_types: given } = entry;
  return given === undefined ? {} : { authorization_details_types: mergeNamed(old, given) };
}

function mergeNamed<T extends { readonly name: string }>(old: readonly T[], given: readonly T[]): readonly T[] {
  const byName = new Map(old.map((one) => [one.name, one]));
  for (const one of given) byName.set(one.name, { ...byName.get(one.name), ...one });
  return [...byName.values()];
}
