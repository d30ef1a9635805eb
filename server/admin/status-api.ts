/** How the server is, in the admin API: what it holds, who is there, and what an admin should look after. */
import type { CheckedChain } from '../audit/chain-check.ts';
import { and } from '../audit/event-type.ts';
import { ATTENTION_CODES } from '../contract/admin/records-of-what-happened.ts';
import type { Answered } from '../contract/admin/types.ts';
import { everyRecord } from '../directory/every-record.ts';
import { readAdmins } from '../directory/users.ts';
import { ALGORITHM_NAMES } from '../keys/algorithms.ts';
import { APPLICATION_ORDER } from './applications-api.ts';
import { GROUP_ORDER } from './groups-api.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { ACCOUNT_ORDER } from './service-accounts-api.ts';
import { type OwnedSession, readLiveSessions, signedInAt } from './live-sessions.ts';
import { USER_ORDER } from './users-api.ts';

type Status = Answered<'readStatus'>;

const MOST_ONLINE = 20;
/** In a sentence. */
const MOST_NAMED = 5;
const DAY_S = 24 * 3600;

export const STATUS_HANDLERS: Handlers<'readStatus'> = {
  async readStatus(_call, cx) {
    const { house, store, now } = cx;
    const { version, issuer, started_at, listeners, store_kind } = house.facts();
    const live = await readLiveSessions(store, now);
    const people = peopleIn(live);
    return {
      body: {
        version,
        issuer,
        started_at,
        now,
        listeners: listeners.map(({ dialect, url }) => ({ dialect, url })),
        store: { kind: store_kind, writable: store.writable() },
        counts: { ...(await countDirectory(cx)), sessions: live.length },
        online: people.length,
        people_online: people.slice(0, MOST_ONLINE).map(online),
        attention: await attentionTo(cx),
        audit_chain: viewChain(house.chain.last()),
      },
    };
  },
};

async function countDirectory({ house, store }: AdminContext) {
  const { register } = house;
  const [users, groups, applications, service_accounts] = await Promise.all([
    register.roll('users', USER_ORDER, store),
    register.roll('groups', GROUP_ORDER, store),
    register.roll('applications', APPLICATION_ORDER, store),
    register.roll('service_accounts', ACCOUNT_ORDER, store),
  ]);
  return {
    users: users.size,
    groups: groups.size,
    applications: applications.size,
    service_accounts: service_accounts.size,
  };
}

/** Everybody once, by the newest sign-in, which comes first. */
function peopleIn(live: readonly OwnedSession[]): readonly OwnedSession[] {
  const newest = live.toSorted((a, b) => signedInAt(b) - signedInAt(a));
  const people = new Map<string, OwnedSession>();
  for (const owned of newest) if (!people.has(owned.user.id)) people.set(owned.user.id, owned);
  return [...people.values()];
}

function online(owned: OwnedSession): Status['people_online'][number] {
  const { id, username, name } = owned.user;
  return { user_id: id, username, name, since: signedInAt(owned) };
}

function viewChain(checked: CheckedChain | undefined): Status['audit_chain'] {
  if (checked === undefined) {
    return { state: 'unchecked', checked_at: null, events: 0, broken_at: null, reason: null };
  }
  const { checked_at, verdict } = checked;
  if (verdict.kind === 'intact') {
    return { state: 'intact', checked_at, events: verdict.events, broken_at: null, reason: null };
  }
  const { id, reason } = verdict;
  return { state: 'broken', checked_at, events: Number(id) - 1, broken_at: id, reason };
}

type Concern = Status['attention'][number];

type Look = (cx: AdminContext) => Promise<string | undefined> | string | undefined;

/** What there is to worry about, each as a sentence where it is so. */
const LOOKS: Readonly<Record<Concern['code'], Look>> = {
  store_not_writable: ({ store }) =>
    store.writable() ? undefined : 'Nothing can be saved at the moment: look at the disk of the server and at its log.',
  audit_chain_broken: ({ house }) => {
    const verdict = house.chain.last()?.verdict;
    return verdict?.kind === 'broken'
      ? `The audit log is not as it was written: at event ${Number(verdict.id)}, ${verdict.reason}.`
      : undefined;
  },
  unencrypted: ({ house }) => {
    const { tls, reachable, issuer } = house.facts();
    return !tls && reachable && issuer.startsWith('http:')
      ? 'Passwords cross the network unencrypted: this server is reachable from other computers with --tls off.'
      : undefined;
  },
  certificate_expiring: ({ house, now }) => {
    const { certificate_expires_at } = house.facts();
    if (certificate_expires_at === undefined || certificate_expires_at - now > 30 * DAY_S) return undefined;
    const days = Math.max(0, Math.floor((certificate_expires_at - now) / DAY_S));
    return certificate_expires_at <= now
      ? 'The TLS certificate has run out: browsers and applications refuse this server.'
      : `The TLS certificate runs out in ${days} day${days === 1 ? '' : 's'}.`;
  },
  rotation_impossible: async ({ store }) => {
    const ready = new Set<string>();
    for await (const { alg, state } of everyRecord(store.collection('signing_keys')))
      if (state === 'next') ready.add(alg);
    const lacking = ALGORITHM_NAMES.filter((alg) => !ready.has(alg));
    return lacking.length === 0 ? undefined : `There is no next signing key for ${lacking.join(', ')}.`;
  },
  applications_waiting: async ({ store }) => {
    const waiting = await store.collection('applications').find('registration', 'waiting');
    if (waiting.length === 0) return undefined;
    const count = waiting.length === 1 ? '1 application waits' : `${waiting.length} applications wait`;
    return `${count} for you to approve: people can't sign in there before that.`;
  },
  only_admin: async ({ store }) => {
    const admins = await readAdmins(store);
    const able = admins.filter(({ password_hash }) => password_hash !== undefined);
    if (able.length === 0) return 'No admin has a password.';
    return able.length === 1 ? 'There is only one admin: if their password is lost, nobody else can help.' : undefined;
  },
  panel_on_network: ({ house, settings }) => {
    const { reachable, tls } = house.facts();
    return settings.admin_from === 'lan' && reachable && !tls
      ? 'The panel is open to the network without encryption.'
      : undefined;
  },
  shared_host: async ({ house, store }) => {
    const names: string[] = [];
    const { issuer } = house.facts();
    for await (const { client_id, redirect_uris, disabled } of everyRecord(store.collection('applications'))) {
      if (!disabled && redirect_uris.some((uri) => isBesides(uri, issuer))) names.push(client_id);
    }
    if (names.length === 0) return undefined;
    const some = and(names.toSorted().slice(0, MOST_NAMED));
    const more = names.length > MOST_NAMED ? ' and others' : '';
    return `Browsers send the cookies of Lanyard to ${some}${more} too: the host name is the same, only the port differs. Give Lanyard a name of its own.`;
  },
};

/** Whether an address is under the host name of `issuer`, on another port: cookies know no ports. RFC 6265 §8.5 */
function isBesides(uri: string, issuer: string): boolean {
  const [there, here] = [URL.parse(uri), URL.parse(issuer)];
  if (there === null || here === null || !/^https?:$/.test(there.protocol)) return false;
  return there.hostname === here.hostname && there.host !== here.host;
}

async function attentionTo(cx: AdminContext): Promise<Concern[]> {
  const found = await Promise.all(ATTENTION_CODES.map(async (code) => ({ code, text: await LOOKS[code](cx) })));
  return found.flatMap(({ code, text }) => (text === undefined ? [] : [{ code, text }]));
}
