/** The address that applications know Lanyard by: what was kept beside what a start would be told. */
import { UNREAD } from '../with-records.ts';
import type { Check, Finding } from './check.ts';

export const issuer: Check = {
  name: 'issuer',
  async run({ config, keptIssuer, origin, store: { contents } }) {
    // Which one was kept stands in the store.
    if (contents.kind !== 'whole' && contents.kind !== 'none') return [UNREAD];
    if (config.tls.kind === 'files' && origin.startsWith('http:')) return [unfit(origin)];
    if (keptIssuer === undefined) {
      if (config.issuer !== undefined) return [{ level: 'ok', found: `The next start keeps ${origin}.` }];
      if (config.port === 0)
        return [{ level: 'ok', found: 'None was chosen: it changes with the port at every start.' }];
      return [{ level: 'ok', found: `None was chosen: it is ${origin} as long as host and port stay.` }];
    }
    if (keptIssuer === origin) return [{ level: 'ok', found: `${origin}, as it was kept.` }];
    return [
      {
        level: 'warning',
        found: `${keptIssuer} was kept, but --issuer says ${origin}; a start would change it.`,
        advice: 'Leave --issuer out to keep it. If you want the new one, tell it to every application.',
      },
    ];
  },
};

function unfit(origin: string): Finding {
  return {
    level: 'problem',
    found: `${origin} was kept, which does not fit --tls files.`,
    advice: 'Give --issuer with https://, and tell it to every application.',
  };
}
