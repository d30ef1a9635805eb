/** How the server is, in the admin API: what it holds, who is there, and what an admin should look after. */
import { and } from '../audit/event-type.ts';
import type { CheckedChain } from '../audit/chain-check.ts';
import { ATTENTION_CODES } from '../contract/admin/records-of-what-happened.ts';
import type { Answered } from '../contract/admin/types.ts';
import { changeSettings, readSettings } from '../directory/settings.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { APPLICATION_ORDER } from './applications-api.ts';
import { GROUP_ORDER } from './groups-api.ts';
import type { AdminContext, Handlers } from './handler.ts';
import { type ListenersAsSet, listenersAsSet } from './listeners-as-set.ts';
import { OFFICE_CONCERNS, type OfficeConcernCode } from './office-concerns.ts';
import { recordChange } from './record-change.ts';
import { ACCOUNT_ORDER } from './service-accounts-api.ts';
import { type OwnedSession, readLiveSessions, signedInAt } from './live-sessions.ts';
import { USER_ORDER } from './users-api.ts';

type Status = Answered<'readStatus'>;

const MOST_ONLINE = 20;
const DAY_S = 24 * 3600;

export const STATUS_HANDLERS: Handlers<'readStatus' | 'acceptIssuer'> = {
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
        listeners_to_come: [...(await readListeners(cx)).to_come],
        store: { kind: store_kind, writable: store.writable() },
        counts: { ...(await countDirectory(cx)), sessions: live.length },
        online: people.length,
        people_online: people.slice(0, MOST_ONLINE).map(online),
        attention: await attentionTo(cx),
        audit_chain: viewChain(house.chain.last()),
      },
    };
  },

  async acceptIssuer(_call, cx) {
    const { issuer } = cx.house.facts();
    await cx.store.transaction(async (within) => {
      const { applications_issuer: before } = await readSettings(within);
      if (before === issuer) return;
      await changeSettings(within, { applications_issuer: issuer }, cx.now);
      const detail = { issuer, before: before ?? null };
      await recordChange(within, { type: 'issuer.accepted', target: issuer, detail, touched: [] }, cx);
    });
    return {};
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

/** Answers a sentence, or several, where there is something to worry about. */
type Look = (cx: AdminContext) => Awaitable<string | undefined>;

/** What only a running server knows; the rest is told by office-concerns.ts. */
const LOOKS: Readonly<Record<Exclude<Concern['code'], OfficeConcernCode>, Look>> = {
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
  applications_waiting: async ({ store }) => {
    const ways = ['waiting', 'person_waiting'].map((way) => store.collection('applications').find('registration', way));
    const waiting = (await Promise.all(ways)).flat();
    if (waiting.length === 0) return undefined;
    const count = waiting.length === 1 ? '1 application waits' : `${waiting.length} applications wait`;
    return `${count} for you to approve: people can't sign in there before that.`;
  },
  start_again: async (cx) => {
    const { to_come, to_go } = await readListeners(cx);
    if (to_come.length + to_go.length === 0) return undefined;
    const coming = to_come.length === 0 ? [] : [`Only then ${doOf(to_come)} ${and(to_come)} answer.`];
    const going = to_go.length === 0 ? [] : [`${and(to_go)} ${to_go.length === 1 ? 'answers' : 'answer'} until then.`];
    return ['Start Lanyard again.', ...coming, ...going].join(' ');
  },
  address_closed: async (cx) => {
    const { closed } = await readListeners(cx);
    if (closed.length === 0) return undefined;
    const each = closed.map(({ setting, why }) => `${setting} does not answer: ${why}.`);
    return `${each.join(' ')} Under Settings, choose another port or name; then start Lanyard again.`;
  },
};

async function readListeners({ store, house }: AdminContext): Promise<ListenersAsSet> {
  return listenersAsSet((await readSettings(store)).dialect_listeners, house.facts());
}

function doOf(names: readonly string[]): string {
  return names.length === 1 ? 'does' : 'do';
}

async function attentionTo(cx: AdminContext): Promise<Concern[]> {
  const found = await Promise.all(ATTENTION_CODES.map(async (code) => ({ code, text: await textOf(code, cx) })));
  return found.flatMap(({ code, text }) => (text === undefined ? [] : [{ code, text }]));
}

async function textOf(code: Concern['code'], cx: AdminContext): Promise<string | undefined> {
  if (!isOfTheOffice(code)) return LOOKS[code](cx);
  const { issuer, reachable, tls } = cx.house.facts();
  const concern = await OFFICE_CONCERNS[code]({ records: cx.store, now: cx.now, issuer, reachable, tls });
  return concern === undefined ? undefined : `${concern.found} ${concern.advice}`;
}

function isOfTheOffice(code: Concern['code']): code is OfficeConcernCode {
  return Object.hasOwn(OFFICE_CONCERNS, code);
}
