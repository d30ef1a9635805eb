/** How the server is, in the admin API: what it holds, who is there, and what an admin should look after. */
import { everyRecord } from '../directory/every-record.ts';
import { readAdmins } from '../directory/users.ts';
import { ALGORITHM_NAMES } from '../keys/algorithms.ts';
import { APPLICATION_ORDER } from './applications-api.ts';
import { GROUP_ORDER } from './groups-api.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { ACCOUNT_ORDER } from './service-accounts-api.ts';
import { type OwnedSession, readLiveSessions } from './sessions-api.ts';
import { USER_ORDER } from './users-api.ts';

const MOST_ONLINE = 20;
const DAY_S = 24 * 3600;

export const STATUS_HANDLERS: Handlers<'readStatus'> = {
  async readStatus(_call, cx) {
    const { house, store, now } = cx;
    const { version, issuer, started_at, listeners, store_kind } = house.facts();
    const live = await readLiveSessions(store, now);
    return {
      body: {
        version,
        issuer,
        started_at,
        now,
        listeners: listeners.map(({ dialect, url }) => ({ dialect, url })),
        store: { kind: store_kind, writable: store.writable() },
        counts: { ...(await countDirectory(cx)), sessions: live.length },
        people_online: online(live),
        attention: await attentionTo(cx),
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

/** Everybody once, the newest sign-in first. */
function online(live: readonly OwnedSession[]) {
  const newest = live.toSorted((a, b) => b.session.auth_time - a.session.auth_time);
  const people = new Map<string, OwnedSession>();
  for (const owned of newest) if (!people.has(owned.user.id)) people.set(owned.user.id, owned);
  return [...people.values()].slice(0, MOST_ONLINE).map(({ user, session }) => ({
    user_id: user.id,
    username: user.username,
    name: user.name,
    since: session.auth_time,
  }));
}

interface Concern {
  readonly code: string;
  readonly text: string;
}

type Look = (cx: AdminContext) => Promise<string | undefined> | string | undefined;

/** What there is to worry about, each as a sentence where it is so. */
const LOOKS: Readonly<Record<string, Look>> = {
  store_not_writable: ({ store }) =>
    store.writable() ? undefined : 'Nothing can be saved at the moment: look at the disk of the server and at its log.',
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
};

async function attentionTo(cx: AdminContext): Promise<Concern[]> {
  const found = await Promise.all(Object.entries(LOOKS).map(async ([code, look]) => ({ code, text: await look(cx) })));
  return found.flatMap(({ code, text }) => (text === undefined ? [] : [{ code, text }]));
}
