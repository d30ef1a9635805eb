/** Which applications and service accounts refer to groups, scopes and APIs, as the admin API shows it: by name, and not endlessly. */
import type { Answered } from '../contract/admin/types.ts';
import { MOST_USERS_SHOWN } from '../contract/admin/used-by.ts';
import { everyRecord } from '../directory/every-record.ts';
import { parseScope } from '../spec/scope.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Application, ServiceAccount } from '../storage/records/directory.ts';
import type { Collections, Store } from '../storage/store.ts';
import { folded } from './order.ts';
import { directoryVersion } from '../directory/directory-version.ts';

export type UsedBy = Answered<'readGroup'>['used_by'];

interface Referrer {
  readonly shown: UsedBy['items'][number];
  /** Applications before service accounts, and each by name. */
  readonly place: string;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
}

export async function usersOfGroup(collections: Collections, name: string): Promise<UsedBy> {
  const [applications, accounts] = await Promise.all([
    collections.collection('applications').find('allowed_group', name),
    collections.collection('service_accounts').find('group', name),
  ]);
  return shown([...applications.map(application), ...accounts.map(account)].sort(byPlace));
}

export interface Uses {
  ofScope(name: string): UsedBy;
  ofApi(api: Api): UsedBy;
}

const KEPT = new WeakMap<Store, { readonly version: number; readonly uses: Uses }>();

/** As it stands now, outside of any transaction: made once for each state of the directory. */
export async function usesIn(store: Store): Promise<Uses> {
  const version = await directoryVersion(store);
  const kept = KEPT.get(store);
  if (kept?.version === version) return kept.uses;
  const uses = await readUses(store);
  KEPT.set(store, { version, uses });
  return uses;
}

/** Goes through all applications and service accounts: inside of a transaction, which sees its own changes. */
export async function readUses(collections: Collections): Promise<Uses> {
  const referrers: Referrer[] = [];
  for await (const record of everyRecord(collections.collection('applications'))) referrers.push(application(record));
  for await (const record of everyRecord(collections.collection('service_accounts'))) referrers.push(account(record));
  referrers.sort(byPlace);
  const byScope = indexed(referrers, ({ scopes }) => scopes);
  const byAudience = indexed(referrers, ({ audience }) => audience);
  return {
    ofScope: (name) => shown(byScope.get(name) ?? []),
    ofApi({ audience, scopes }) {
      const users = [...(byAudience.get(audience) ?? []), ...scopes.flatMap(({ name }) => byScope.get(name) ?? [])];
      return shown([...new Set(users)].sort(byPlace));
    },
  };
}

function indexed(referrers: readonly Referrer[], namesOf: (referrer: Referrer) => readonly string[]) {
  const found = new Map<string, Referrer[]>();
  for (const referrer of referrers) {
    for (const name of namesOf(referrer)) {
      const known = found.get(name);
      if (known === undefined) found.set(name, [referrer]);
      else known.push(referrer);
    }
  }
  return found;
}

function application({ id, client_name, scope, audience }: Application): Referrer {
  const place = `application ${folded(client_name)} ${id}`;
  return { shown: { kind: 'application', id, name: client_name }, place, scopes: parseScope(scope), audience };
}

function account({ id, username, scope }: ServiceAccount): Referrer {
  const place = `service account ${folded(username)} ${id}`;
  return { shown: { kind: 'service_account', id, name: username }, place, scopes: parseScope(scope), audience: [] };
}

function shown(referrers: readonly Referrer[]): UsedBy {
  return { items: referrers.slice(0, MOST_USERS_SHOWN).map((each) => each.shown), total: referrers.length };
}

function byPlace(a: Referrer, b: Referrer): number {
  return a.place < b.place ? -1 : 1;
}
