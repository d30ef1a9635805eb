/** Trusted issuers of the configuration document. */
import type { Entries } from '../../contract/configuration.ts';
import { mergeFields } from '../../directory/merge-fields.ts';
import {
  createTrustedIssuer,
  draftTrustedIssuer,
  findTrustedIssuer,
  keyFault,
} from '../../directory/trusted-issuers.ts';
import { joinScope, parseScope } from '../../spec/scope.ts';
import { differs } from '../differs.ts';
import { refuseUndefinedScopes, refuseUnknownApis } from '../references.ts';
import type { Section } from '../section.ts';

export const trustedIssuers: Section<Entries['trusted_issuers']> = {
  noun: 'trusted issuer',
  keyField: 'issuer',
  key: ({ issuer }) => issuer,
  async apply(entry, cx) {
    const { within, now, refuse } = cx;
    await refuseUndefinedScopes(entry.scope, cx);
    await refuseUnknownApis(entry.audience, cx);
    const { scope, ...others } = entry;
    const fields = { ...others, ...(scope === undefined ? {} : { scope: joinScope(parseScope(scope)) }) };
    const old = await findTrustedIssuer(within, entry.issuer);
    const fault = keyFault(old === undefined ? draftTrustedIssuer(fields, now) : mergeFields(old, fields));
    if (fault !== undefined) {
      refuse([fault.field], fault.reason);
      return 'unchanged';
    }
    if (old === undefined) {
      await createTrustedIssuer(within, fields, now);
      return 'created';
    }
    if (!differs(old, fields)) return 'unchanged';
    await within.collection('trusted_issuers').update(old.id, (record) => ({ ...record, ...fields, updated_at: now }));
    return 'changed';
  },
};
