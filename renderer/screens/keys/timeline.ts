/** The life of the keys of one algorithm as stretches of time, ready to be drawn. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';

export type SigningKey = Answered<'readSigningKey'>;

export type Stage = 'next' | 'active' | 'retired';

export interface Stretch {
  readonly stage: Stage;
  /** Of the whole, from 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface KeyLine {
  readonly kid: string;
  readonly state: Stage;
  readonly stretches: readonly Stretch[];
}

export interface Timeline {
  readonly lines: readonly KeyLine[];
  /** Where now is, from 0 to 1. */
  readonly now: number;
  /** Seconds since 1970. */
  readonly begins_at: number;
  readonly ends_at: number;
}

const DAY_S = 86_400;
const ORDER: Readonly<Record<Stage, number>> = { next: 0, active: 1, retired: 2 };

/** The next key first, then the active one, then those before it. */
export function orderedKeys(keys: readonly SigningKey[]): readonly SigningKey[] {
  return keys.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || b.published_at - a.published_at);
}

/** `now_s` is seconds since 1970. */
export function timelineOf(keys: readonly SigningKey[], now_s: number): Timeline {
  const moments = keys.flatMap((key) => momentsOf(key));
  const first = Math.min(now_s - DAY_S, ...moments);
  const last = Math.max(now_s + DAY_S, ...moments);
  const margin = (last - first) * 0.06;
  const begins_at = first;
  const ends_at = last + margin;
  const place = (at: number) => (at - begins_at) / (ends_at - begins_at);
  return {
    begins_at,
    ends_at,
    now: place(now_s),
    lines: orderedKeys(keys).map((key) => ({
      kid: key.kid,
      state: key.state,
      stretches: stagesOf(key, ends_at).flatMap(([stage, from, to]) =>
        to > from ? [{ stage, from: place(from), to: place(to) }] : [],
      ),
    })),
  };
}

function stagesOf(key: SigningKey, end: number): readonly (readonly [Stage, number, number])[] {
  const activated = key.activated_at ?? key.activates_at ?? end;
  const retired = key.retired_at ?? key.retires_at ?? end;
  const removed = key.removed_at ?? end;
  if (key.state === 'next')
    return [
      ['next', key.published_at, activated],
      ['active', activated, retired],
    ];
  if (key.state === 'active')
    return [
      ['next', key.published_at, activated],
      ['active', activated, retired],
    ];
  return [
    ['next', key.published_at, activated],
    ['active', activated, retired],
    ['retired', retired, removed],
  ];
}

function momentsOf(key: SigningKey): readonly number[] {
  return [key.published_at, key.activated_at, key.activates_at, key.retired_at, key.retires_at, key.removed_at].filter(
    (moment) => moment !== null,
  );
}
