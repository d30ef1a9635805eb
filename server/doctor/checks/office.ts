/** What the panel's first screen would ask an admin to look after, for those who don't see it. */
import { OFFICE_CONCERNS } from '../../admin/office-concerns.ts';
import { isLoopback } from '../../spec/loopback.ts';
import { withRecords } from '../with-records.ts';
import type { Check, Finding } from './check.ts';

export const office: Check = {
  name: 'office',
  async run({ config, now, keptIssuer, origin, store }) {
    return withRecords(store, async (records) => {
      // Without an admin there is no office yet; the check of the admin says so.
      if ((await records.collection('users').list({ limit: 1 })).items.length === 0) {
        return [{ level: 'ok', found: 'Nobody is in it yet.' }];
      }
      const chosen = config.issuer ?? keptIssuer;
      const asItIs = {
        records,
        now,
        issuer: chosen === undefined && config.port === 0 ? undefined : origin,
        reachable: !isLoopback(config.host),
        tls: config.tls.kind !== 'off',
      };
      const found = await Promise.all(Object.values(OFFICE_CONCERNS).map((look) => look(asItIs)));
      const findings = found.flatMap((concern): Finding[] =>
        concern === undefined ? [] : [{ level: 'warning', ...concern }],
      );
      return findings.length === 0 ? [{ level: 'ok', found: 'Nothing in it needs looking after.' }] : findings;
    });
  },
};
