/**
 * Decides which signing keys are to be made, which takes over, which retires and which leaves. Touches nothing:
 * making keys and writing records is open-keyring.ts's.
 */
import type { KeyAlgorithm } from '../spec/vocabulary.ts';
import type { SigningKey } from '../storage/records/keys.ts';
import { KEY_ALGORITHM_NAMES } from './algorithms.ts';

/** How far the clocks of servers and applications may differ, in seconds. */
export const CLOCK_TOLERANCE_S = 60;
/** Twice the time that applications may keep a copy of the JWKS (max-age 300). */
export const PUBLISH_BEFORE_USE_S = 600;

export interface RotationRules {
  /** Epoch seconds. */
  readonly now: number;
  readonly signing_key_lifetime_s: number;
  /** The longest that any token signed by these keys can live. */
  readonly longest_token_lifetime_s: number;
  /** How long the next key stands in the JWKS before its first use. */
  readonly publish_before_use_s: number;
  /** Somebody asks for new keys now. */
  readonly request?: 'rotate' | undefined;
  /** The algorithm that the request is about; absent: every one. */
  readonly request_alg?: KeyAlgorithm | undefined;
  /** The id of a key that leaves now, whatever becomes of what it signed. */
  readonly revoked?: string | undefined;
}

export interface AlgorithmPlan {
  readonly alg: KeyAlgorithm;
  /** Whether another key signs from now on. */
  readonly rotated: boolean;
  /** Records that change, as they are to stand. */
  readonly change: readonly SigningKey[];
  /** Ids of records that leave. */
  readonly remove: readonly string[];
  /** Keys to be made, by the state they begin in. */
  readonly generate: readonly ('active' | 'next')[];
  /** Of a request that the last hand-over has answered already: another one can be asked for from this time (epoch seconds) on. */
  readonly waits_until?: number;
}

/** One plan for each algorithm, in the table's order. */
export type RotationPlan = readonly AlgorithmPlan[];

/**
 * The states are next → active → retired → removed, for each algorithm on its own. The next key takes over when the
 * active one has outlived signing_key_lifetime_s and the next has been published long enough, or at once when somebody
 * asks: applications fetch the keys anew when they meet one that they don't know. A retired key stays until no token that
 * it signed can live.
 */
export function planRotation(keys: readonly SigningKey[], rules: RotationRules): RotationPlan {
  return KEY_ALGORITHM_NAMES.map((alg) =>
    planAlgorithm(
      alg,
      keys.filter((key) => key.alg === alg),
      rules,
    ),
  );
}

function planAlgorithm(alg: KeyAlgorithm, stored: readonly SigningKey[], rules: RotationRules): AlgorithmPlan {
  const revoked = stored.filter((key) => key.id === rules.revoked).map((key) => key.id);
  const keys = stored.filter((key) => key.id !== rules.revoked).map((key) => withoutFuture(key, rules));
  // Two processes, or a person with an editor, can have left more than one: the newest active and the oldest next count.
  const [active, ...surplus] = inState(keys, 'active').sort((a, b) => activeSince(b) - activeSince(a) || byId(a, b));
  const [next] = inState(keys, 'next').sort((a, b) => a.published_at - b.published_at || byId(a, b));
  const asked = rules.request === 'rotate' && (rules.request_alg ?? alg) === alg;
  const justNow = asked && active !== undefined ? keys.find((key) => retiredJustNow(key, rules)) : undefined;
  const requested = asked && justNow === undefined;

  const takesOver = next !== undefined && mayTakeOver(active, next, requested, rules);
  const rotated = takesOver || (requested && active !== undefined);
  const retiring = rotated && active !== undefined ? [active, ...surplus] : surplus;
  const after = keys.map((key) => {
    if (retiring.includes(key)) return retire(key, rules);
    return takesOver && key === next ? activate(key, rules.now) : key;
  });
  const stays = after.filter((key) => !mayLeave(key, rules));

  return {
    alg,
    rotated,
    change: stays.filter((key) => !stored.includes(key)),
    remove: [...revoked, ...after.filter((key) => !stays.includes(key)).map((key) => key.id)],
    generate: [
      ...(inState(stays, 'active').length === 0 ? (['active'] as const) : []),
      ...(inState(stays, 'next').length === 0 ? (['next'] as const) : []),
    ],
    ...(justNow?.retired_at === undefined || rotated ? {} : { waits_until: justNow.retired_at + 1 }),
  };
}

function inState(keys: readonly SigningKey[], state: SigningKey['state']): SigningKey[] {
  return keys.filter((key) => key.state === state);
}

/**
 * Whoever asks in the second of a hand-over asked for that one: two people at once, or one who pressed twice. A time
 * further ahead than clocks differ was written by a clock that ran wrong, and holds up nothing.
 */
function retiredJustNow({ retired_at }: SigningKey, { now }: RotationRules): boolean {
  return retired_at !== undefined && retired_at >= now && retired_at <= now + CLOCK_TOLERANCE_S;
}

function mayTakeOver(
  active: SigningKey | undefined,
  next: SigningKey,
  requested: boolean,
  rules: RotationRules,
): boolean {
  // With no key to sign with, a next key that some applications know beats a new one that none knows.
  if (active === undefined || requested) return true;
  return rules.now >= takesOverAt(active, next, rules);
}

/** When every application can have seen it. */
export function earliestUse(next: SigningKey, rules: Pick<RotationRules, 'publish_before_use_s'>): number {
  return next.published_at + rules.publish_before_use_s;
}

/** When a next key takes over from the active one: as somebody said, or when that has lived its life. */
export function takesOverAt(
  active: SigningKey,
  next: SigningKey,
  rules: Pick<RotationRules, 'publish_before_use_s' | 'signing_key_lifetime_s'>,
): number {
  const due = next.activates_at ?? activeSince(active) + rules.signing_key_lifetime_s;
  return Math.max(due, earliestUse(next, rules));
}

/** When a retired key leaves. */
export function leavesAt(key: SigningKey, rules: Pick<RotationRules, 'longest_token_lifetime_s'>): number {
  return Math.max(lastTokenEnds(key.retired_at ?? key.published_at, rules), key.remove_after ?? 0);
}

function activate({ activates_at: _at, ...key }: SigningKey, now: number): SigningKey {
  return { ...key, state: 'active', activated_at: now };
}

function retire(key: SigningKey, rules: RotationRules): SigningKey {
  return {
    ...key,
    state: 'retired',
    retired_at: rules.now,
    remove_after: Math.max(lastTokenEnds(rules.now, rules), key.remove_after ?? 0),
  };
}

/** Settings may have changed since the key retired: the later of the two times holds. */
function mayLeave(key: SigningKey, rules: RotationRules): boolean {
  if (key.state !== 'retired') return false;
  const byTodaysRules = lastTokenEnds(key.retired_at ?? rules.now, rules);
  return rules.now > Math.max(byTodaysRules, key.remove_after ?? 0);
}

/** When a token signed at `signedAt` is over for everybody, clocks that differ included. */
function lastTokenEnds(signedAt: number, rules: Pick<RotationRules, 'longest_token_lifetime_s'>): number {
  return signedAt + rules.longest_token_lifetime_s + CLOCK_TOLERANCE_S;
}

/**
 * A time further ahead than the tolerance was written by a clock that ran wrong. Left alone, it would hold up every
 * rotation until that day, so it counts from now; what such an active key signed meanwhile stays verifiable for its
 * life, which `remove_after` remembers. A retired key keeps its times: it may leave too late, never early.
 */
function withoutFuture(key: SigningKey, rules: RotationRules): SigningKey {
  const { now } = rules;
  if (key.state === 'retired' || Math.max(key.published_at, activeSince(key)) <= now + CLOCK_TOLERANCE_S) return key;
  const published = { ...key, published_at: Math.min(key.published_at, now) };
  if (key.state === 'next') return published;
  const since = activeSince(key);
  const remove_after = Math.max(lastTokenEnds(since, rules), key.remove_after ?? 0);
  return { ...published, activated_at: Math.min(since, now), remove_after };
}

function activeSince(key: SigningKey): number {
  return key.activated_at ?? key.published_at;
}

function byId(a: SigningKey, b: SigningKey): number {
  return a.id < b.id ? -1 : 1;
}
