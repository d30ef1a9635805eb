/** APIs of the configuration document. Their scopes are added and changed by name and never removed. */
import type { Entries } from '../../contract/configuration.ts';
import { createApi, findApi } from '../../directory/apis.ts';
import { ownRefreshLimits } from '../../directory/refresh-limits.ts';
import { checkInclusion } from '../../directory/scope-inclusion.ts';
import { BUILT_IN_SCOPES } from '../../directory/scopes.ts';
import type { ApiScope } from '../../storage/records/directory.ts';
import { differs } from '../differs.ts';
import type { Section } from '../section.ts';

export const apis: Section<Entries['apis']> = {
  noun: 'api',
  keyField: 'audience',
  key: ({ audience }) => audience,
  check({ scopes = [] }, refuse) {
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
  },
  async apply(entry, { within, now }) {
    const old = await findApi(within, entry.audience);
    if (old === undefined) {
      await createApi(within, entry, now);
      return 'created';
    }
    const changes = {
      ...(entry.name === undefined ? {} : { name: entry.name }),
      ...ownRefreshLimits(entry),
      scopes: mergeScopes(old.scopes, entry.scopes ?? []),
    };
    if (!differs(old, changes)) return 'unchanged';
    await within.collection('apis').update(old.id, (api) => ({ ...api, ...changes, updated_at: now }));
    return 'changed';
  },
};

function mergeScopes(old: readonly ApiScope[], given: readonly ApiScope[]): readonly ApiScope[] {
  const byName = new Map(old.map((scope) => [scope.name, scope]));
  for (const scope of given) byName.set(scope.name, { ...byName.get(scope.name), ...scope });
  return [...byName.values()];
}
