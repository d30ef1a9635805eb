/** What APIs say of the tokens for them, beside their scopes: whose they are, how they look, and who gets which scope. */
import type { Awaitable } from '../spec/awaitable.ts';
import type { Api } from '../storage/records/apis.ts';
import type { Store } from '../storage/store.ts';
import { directoryVersion } from './directory-version.ts';
import { everyRecord } from './every-record.ts';
import { BUILT_IN_SCOPES } from './scopes.ts';

export interface ApiRules {
  /** By audience. */
  readonly apis: ReadonlyMap<string, Api>;
  /** Scope → lists of groups: only who is in one of each list gets it. */
  readonly groups: ReadonlyMap<string, readonly (readonly string[])[]>;
}

const NONE: ApiRules = { apis: new Map(), groups: new Map() };

const kept = new WeakMap<Store, { readonly version: number; readonly rules: ApiRules }>();

/** What matters for a token of `audience` and `scope`: nothing, and at once, where no API has a say. */
export function apiRulesFor(audience: readonly string[], scope: readonly string[], store: Store): Awaitable<ApiRules> {
  return audience.length === 0 && scope.every((name) => BUILT_IN_SCOPES.has(name)) ? NONE : readRules(store);
}

async function readRules(store: Store): Promise<ApiRules> {
  const version = await directoryVersion(store);
  const known = kept.get(store);
  if (known?.version === version) return known.rules;
  const apis = new Map<string, Api>();
  const groups = new Map<string, readonly (readonly string[])[]>();
  for await (const api of everyRecord(store.collection('apis'))) {
    apis.set(api.audience, api);
    for (const { name, allowed_groups = [] } of api.scopes) {
      // Two APIs may define the same scope: then both have a say.
      if (allowed_groups.length > 0) groups.set(name, [...(groups.get(name) ?? []), allowed_groups]);
    }
  }
  const rules = { apis, groups };
  kept.set(store, { version, rules });
  return rules;
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
