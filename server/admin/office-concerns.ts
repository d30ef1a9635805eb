/**
 * What an admin should look after that lies in the office's own records and in how it is started: one table, told by the
 * panel's first screen and by the doctor alike.
 */
import { and } from '../audit/event-type.ts';
import { isOwnerAway } from '../directory/as-it-stands.ts';
import { everyRecord } from '../directory/every-record.ts';
import { readSettings } from '../directory/settings.ts';
import { readAdmins } from '../directory/users.ts';
import { ALGORITHM_NAMES } from '../keys/algorithms.ts';
import type { Collections } from '../storage/store.ts';
import { untoldOfSignOuts } from './untold-of-sign-outs.ts';
import { waitingMail } from './waiting-mail.ts';

export interface OfficeAsItIs {
  readonly records: Collections;
  /** Epoch seconds. */
  readonly now: number;
  /** Undefined where it isn't known yet, because any free port will do. */
  readonly issuer: string | undefined;
  /** Whether others than this computer can reach it. */
  readonly reachable: boolean;
  /** Whether connections are encrypted by this server itself. */
  readonly tls: boolean;
}

/** Both whole sentences. */
export interface OfficeConcern {
  readonly found: string;
  readonly advice: string;
}

export type OfficeConcernCode =
  | 'issuer_changed'
  | 'mail_waiting'
  | 'only_admin'
  | 'owner_away'
  | 'panel_on_network'
  | 'rotation_impossible'
  | 'shared_host'
  | 'sign_outs_untold';

type Look = (office: OfficeAsItIs) => Promise<OfficeConcern | undefined>;

/** In a sentence. */
const MOST_NAMED = 5;

/** Undefined where there is nothing to look after. */
export const OFFICE_CONCERNS: Readonly<Record<OfficeConcernCode, Look>> = {
  async issuer_changed({ records, issuer }) {
    const { applications_issuer: before } = await readSettings(records);
    if (issuer === undefined || before === undefined || before === issuer) return undefined;
    return {
      found: `Applications were set up for ${before}; Lanyard now answers at ${issuer}.`,
      advice:
        'People can’t sign in until each application has the new address, or Lanyard is started as before, with the same host name and port.',
    };
  },

  mail_waiting: ({ records, now }) => waitingMail(records, now),

  async only_admin({ records }) {
    const able = (await readAdmins(records)).filter(({ password_hash }) => password_hash !== undefined);
    const [only, another] = able;
    if (only === undefined) {
      return {
        found: 'No admin has a password.',
        advice: 'Give one of them a password; or stop Lanyard and run: npm run lanyard -- reset-admin',
      };
    }
    if (another !== undefined) return undefined;
    return {
      found: `${only.username} is the only admin: with that password lost, the panel is closed until somebody runs reset-admin on this computer.`,
      advice: 'Make somebody else an admin, too.',
    };
  },

  async owner_away({ records }) {
    const names = await standingStill(records);
    if (names.length === 0) return undefined;
    return {
      found: `Nobody can sign in to ${someOf(names)}: the person who registered ${names.length === 1 ? 'it' : 'each of them'} is disabled or gone.`,
      advice: 'Under Applications, take over what your office still needs, and delete the rest.',
    };
  },

  async panel_on_network({ records, reachable, tls }) {
    const { admin_from } = await readSettings(records);
    if (admin_from !== 'lan' || !reachable || tls) return undefined;
    return {
      found: 'The panel is open to the network without encryption: an admin’s password can be read along there.',
      advice: 'Start Lanyard with a certificate (--tls files), or let the panel answer only on this computer.',
    };
  },

  async rotation_impossible({ records }) {
    const ready = new Set<string>();
    let any = false;
    for await (const { alg, state } of everyRecord(records.collection('signing_keys'))) {
      any = true;
      if (state === 'next') ready.add(alg);
    }
    const lacking = ALGORITHM_NAMES.filter((alg) => !ready.has(alg));
    if (!any || lacking.length === 0) return undefined;
    return {
      found: `There is no next signing key for ${lacking.join(', ')}, so the present one can’t be replaced in time.`,
      advice: 'Make the next key in the panel, under Signing keys.',
    };
  },

  async shared_host({ records, issuer }) {
    if (issuer === undefined) return undefined;
    const names: string[] = [];
    for await (const application of everyRecord(records.collection('applications'))) {
      const { client_name, redirect_uris, disabled, entered_by } = application;
      // Git's helpers listen for a moment on the computer of whoever started them, wherever Lanyard runs.
      if (!disabled && entered_by === undefined && redirect_uris.some((uri) => isBesides(uri, issuer)))
        names.push(client_name);
    }
    if (names.length === 0) return undefined;
    const some = someOf(names);
    const [have, they] = names.length === 1 ? ['has', 'that program'] : ['have', 'those programs'];
    return {
      found: `${some} ${have} the same host name as Lanyard (${new URL(issuer).hostname}), on another port. Browsers don’t tell ports apart: they send ${they} the proof that somebody is signed in here, too, and a dishonest one could pass for that person.`,
      advice:
        'Nothing to do where you trust what runs on that computer. Otherwise give Lanyard a name of its own in your network, and start it with --issuer and that name.',
    };
  },

  async sign_outs_untold({ records }) {
    const names = await untoldOfSignOuts(records);
    if (names === undefined) return undefined;
    return {
      found: `${names} could not be told that people have signed out: they may still be signed in there.`,
      advice: 'Under Applications, “Told of sign-outs” says what came in the way, and tells them again.',
    };
  },
};

/** Names of applications whose owners are away, but for those that are switched off themselves. */
async function standingStill(records: Collections): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { client_name, owner_id, disabled } of everyRecord(records.collection('applications'))) {
    if (owner_id === undefined || disabled) continue;
    if (isOwnerAway(await records.collection('users').get(owner_id))) names.push(client_name);
  }
  return names;
}

function someOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return and([...names.toSorted().slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])]);
}

/** Whether an address is under the host name of `issuer`, on another port: cookies know no ports. RFC 6265 §8.5 */
function isBesides(uri: string, issuer: string): boolean {
  const [there, here] = [URL.parse(uri), URL.parse(issuer)];
  if (there === null || here === null || !/^https?:$/.test(there.protocol)) return false;
  return there.hostname === here.hostname && there.host !== here.host;
}
