/** The office's own scopes in the configuration document. */
import type { Entries } from '../../contract/configuration.ts';
import { checkMappedClaim } from '../../directory/claim-path.ts';
import { checkClaimSource } from '../../directory/claim-source.ts';
import { checkInclusion } from '../../directory/scope-inclusion.ts';
import { BUILT_IN_SCOPES, createScope, findScope } from '../../directory/scopes.ts';
import { differs } from '../differs.ts';
import type { Section } from '../section.ts';

export const scopes: Section<Entries['scopes']> = {
  noun: 'scope',
  keyField: 'name',
  key: ({ name }) => name,
  check({ name, claims = {}, includes = [] }, refuse) {
    if (BUILT_IN_SCOPES.has(name)) refuse(['name'], `is ${name}, which is built in`);
    for (const [claim, source] of Object.entries(claims)) {
      const reason = checkMappedClaim(claim) ?? checkClaimSource(source);
      if (reason !== undefined) refuse(['claims', claim], reason);
    }
    includes.forEach((included, index) => {
      const reason = checkInclusion(name, included);
      if (reason !== undefined) refuse(['includes', index], reason);
    });
  },
  async apply(entry, { within, now }) {
    const old = await findScope(within, entry.name);
    if (old === undefined) {
      await createScope(within, entry, now);
      return 'created';
    }
    if (!differs(old, entry)) return 'unchanged';
    await within.collection('scopes').update(old.id, (scope) => ({ ...scope, ...entry, updated_at: now }));
    return 'changed';
  },
};
