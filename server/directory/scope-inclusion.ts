/** Scopes that include others: who may do the wider thing may do the narrower one, without asking for it by name. */
import type { Awaitable } from '../spec/awaitable.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Collections } from '../storage/store.ts';
import { borrowedInclusions } from './borrowed-scopes.ts';
import { madeOfDirectory } from './directory-version.ts';
import { everyRecord } from './every-record.ts';
import { BUILT_IN_SCOPES, OFFICE_SCOPES } from './scopes.ts';

/** Nobody gets these without naming them. */
const NEVER_INCLUDED: readonly string[] = ['openid', 'offline_access', ...OFFICE_SCOPES];

/** Scope → those that it includes directly. */
export type Inclusions = ReadonlyMap<string, readonly string[]>;

/** What is wrong with `included` among what `name` includes, or undefined. */
export function checkInclusion(name: string, included: string): string | undefined {
  if (included === name) return 'is the scope itself';
  return NEVER_INCLUDED.includes(included) ? `cannot be included: ${included} has to be asked for by name` : undefined;
}

const NONE: Inclusions = new Map();

/**
 * What matters for `names`, as applications of `dialect` mean them: nothing, and at once, where all of them are built in.
 */
export function inclusionsFor(
  names: readonly string[],
  dialect: DialectName | undefined,
  collections: Collections,
): Awaitable<Inclusions> {
  if (names.every((name) => BUILT_IN_SCOPES.has(name))) return NONE;
  const own = readInclusions(collections);
  const borrowed = dialect === undefined ? NONE : borrowedInclusions(dialect);
  return borrowed.size === 0 ? own : own.then((known) => united(known, borrowed));
}

/** What the office and its APIs say. */
const readInclusions = madeOfDirectory(inclusionsIn);

function united(own: Inclusions, borrowed: Inclusions): Inclusions {
  const all = new Map(own);
  for (const [name, includes] of borrowed) all.set(name, [...(all.get(name) ?? []), ...includes]);
  return all;
}

/** As it stands in the records, whatever was read before. */
export async function inclusionsIn(collections: Collections): Promise<Inclusions> {
  const defined: Defined[] = [];
  for await (const scope of everyRecord(collections.collection('scopes'))) defined.push(scope);
  for await (const { scopes } of everyRecord(collections.collection('apis'))) defined.push(...scopes);
  return inclusionsOf(defined);
}

/** Which of those that `name` includes directly lead back to it. */
export function circlesThrough(name: string, inclusions: Inclusions): readonly string[] {
  return (inclusions.get(name) ?? []).filter((included) => withIncluded([included], inclusions).includes(name));
}

interface Defined {
  readonly name: string;
  readonly includes?: readonly string[];
}

/** Without what nobody defines: no token may carry it. */
function inclusionsOf(defined: readonly Defined[]): Inclusions {
  const names = new Set([...BUILT_IN_SCOPES.keys(), ...defined.map(({ name }) => name)]);
  const inclusions = new Map<string, readonly string[]>();
  for (const { name, includes = [] } of defined) {
    const known = includes.filter((included) => names.has(included));
    if (known.length > 0) inclusions.set(name, [...(inclusions.get(name) ?? []), ...known]);
  }
  return inclusions;
}

/** `names` and all that they include, however far; each once, in that order. */
export function withIncluded(names: readonly string[], inclusions: Inclusions): readonly string[] {
  if (inclusions.size === 0) return names;
  const all = new Set(names);
  // A set is walked in the order in which it grows, so what is added here is looked at too.
  for (const name of all) for (const included of inclusions.get(name) ?? []) all.add(included);
  return [...all];
}

/** Those of `names` that no other of them includes; of a circle the first. */
export function widest(names: readonly string[], inclusions: Inclusions): readonly string[] {
  return names.reduce<readonly string[]>((kept, name) => {
    if (withIncluded(kept, inclusions).includes(name)) return kept;
    const included = withIncluded([name], inclusions);
    return [...kept.filter((other) => !included.includes(other)), name];
  }, []);
}
