/** What APIs say of the tokens for them, beside their scopes: whose they are, how they look, and who gets which scope. */
import type { Awaitable } from '../spec/awaitable.ts';
import { standsBelow } from '../spec/stands-below.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Collections, Store } from '../storage/store.ts';
import { madeOfDirectory } from './directory-version.ts';
import { everyRecord } from './every-record.ts';
import { BUILT_IN_SCOPES } from './scopes.ts';

export interface ApiRules {
  /** By audience. */
  readonly apis: ReadonlyMap<string, Api>;
  /** Scope → lists of groups: only who is in one of each list gets it. */
  readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Scope → audiences of the APIs that define it; nothing for what no API defines. */
  readonly definedBy: ReadonlyMap<string, readonly string[]>;
  /** Type of authorization_details → audiences of the APIs that define it. */
  readonly detailsDefinedBy: ReadonlyMap<string, readonly string[]>;
  /** Whether no API of the office says anything of its tokens: so it is in most offices, and then nothing need be judged. */
  readonly silent: boolean;
}

const NONE: ApiRules = {
  apis: new Map(),
  groups: new Map(),
  definedBy: new Map(),
  detailsDefinedBy: new Map(),
  silent: true,
};

/** What matters for a token of `audience` and `scope`: nothing, and at once, where no API has a say. */
export function apiRulesFor(audience: readonly string[], scope: readonly string[], store: Store): Awaitable<ApiRules> {
  return audience.length === 0 && scope.every((name) => BUILT_IN_SCOPES.has(name)) ? NONE : readRules(store);
}

const readRules = madeOfDirectory(rulesIn);

/** Those of all APIs. */
export function apiRulesForAll(collections: Collections): Promise<ApiRules> {
  return readRules(collections);
}

/**
 * The API that has a say over tokens for `audience`: the one of that name, else the nearest below which it stands. So nobody
 * gets around what an API says by naming a part of it.
 */
export function apiOver(audience: string, { apis }: Pick<ApiRules, 'apis'>): Api | undefined {
  const own = apis.get(audience);
  if (own !== undefined) return own;
  const above = [...apis.values()].filter((api) => standsBelow(audience, api.audience));
  return above.reduce<Api | undefined>(
    (nearest, api) => (nearest === undefined || api.audience.length > nearest.audience.length ? api : nearest),
    undefined,
  );
}

async function rulesIn(collections: Collections): Promise<ApiRules> {
  const apis = new Map<string, Api>();
  const groups = new Map<string, readonly (readonly string[])[]>();
  const definedBy = new Map<string, readonly string[]>();
  const detailsDefinedBy = new Map<string, readonly string[]>();
  for await (const api of everyRecord(collections.collection('apis'))) {
    apis.set(api.audience, api);
    for (const { name } of api.authorization_details_types ?? []) {
      detailsDefinedBy.set(name, [...(detailsDefinedBy.get(name) ?? []), api.audience]);
    }
    for (const { name, allowed_groups = [] } of api.scopes) {
      // Two APIs may define the same scope: then both have a say.
      definedBy.set(name, [...(definedBy.get(name) ?? []), api.audience]);
      if (allowed_groups.length > 0) groups.set(name, [...(groups.get(name) ?? []), allowed_groups]);
    }
  }
  const silent = groups.size === 0 && ![...apis.values()].some(hasTerms);
  return { apis, groups, definedBy, detailsDefinedBy, silent };
}

/** What says nothing of access tokens. Everything else does: a term that is new counts before anybody lists it. */
const WITHOUT_A_SAY: ReadonlySet<string> = new Set<keyof Api>([
  'id',
  'audience',
  'name',
  'scopes',
  'any_application',
  'authorization_details_types',
  'refresh_token_lifetime_s',
  'refresh_token_idle_lifetime_s',
  'created_at',
  'updated_at',
]);

function hasTerms(api: Api): boolean {
  return Object.keys(api).some((field) => !WITHOUT_A_SAY.has(field));
}

/** The same out of the records. */
export async function findApiOver(audience: string, collections: Collections): Promise<Api | undefined> {
  const [own] = await collections.collection('apis').find('audience', audience);
  return own ?? apiOver(audience, await readRules(collections));
}

/** Whether an API that has a say over one of these audiences defines the scope, or no API at all. */
export function isScopeOfAudience(name: string, audience: readonly string[], rules: ApiRules): boolean {
  const definers = rules.definedBy.get(name);
  return definers === undefined || audience.some((each) => definers.includes(apiOver(each, rules)?.audience ?? each));
}

/** Those of `scope` that somebody in `members` does not get. */
export function scopesWithheld(
  scope: readonly string[],
  members: readonly string[],
  { groups }: ApiRules,
): readonly string[] {
  if (groups.size === 0) return [];
  const isIn = (names: readonly string[]) => names.some((name) => members.includes(name));
  return scope.filter((name) => groups.get(name)?.every(isIn) === false);
}
