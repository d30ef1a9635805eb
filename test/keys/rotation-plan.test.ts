import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planRotation, type RotationPlan, type RotationRules } from '../../server/keys/rotation-plan.ts';
import type { SigningAlgorithm } from '../../server/spec/vocabulary.ts';
import type { SigningKey } from '../../server/storage/records/keys.ts';

const T = 1_800_000_000;
const LIFETIME = 90 * 86_400;
const TOKEN = 3_600;
const PUBLISH = 600;
const TOLERANCE = 60;

function rules(now: number, more: Partial<RotationRules> = {}): RotationRules {
  return {
    now,
    signing_key_lifetime_s: LIFETIME,
    longest_token_lifetime_s: TOKEN,
    publish_before_use_s: PUBLISH,
    ...more,
  };
}

function key(id: string, state: SigningKey['state'], published_at: number, more: Partial<SigningKey> = {}): SigningKey {
  return {
    id,
    alg: 'ES256',
    state,
    public_jwk: { kty: 'EC', kid: id },
    sealed_private_jwk: 'v1.sealed',
    published_at,
    ...(state === 'next' ? {} : { activated_at: published_at }),
    ...more,
  };
}

function retired(id: string, retired_at: number, more: Partial<SigningKey> = {}): SigningKey {
  return key(id, 'retired', retired_at - 1000, {
    retired_at,
    remove_after: retired_at + TOKEN + TOLERANCE,
    ...more,
  });
}

function planFor(alg: SigningAlgorithm, keys: readonly SigningKey[], by: RotationRules) {
  const plan = planRotation(keys, by).find((row) => row.alg === alg);
  if (plan === undefined) throw new Error(`no plan for ${alg}`);
  return plan;
}

/** What open-keyring.ts makes of a plan, on plain arrays and with invented keys. */
function carriedOut(keys: readonly SigningKey[], plan: RotationPlan, now: number): SigningKey[] {
  const changed = new Map(plan.flatMap((row) => row.change).map((record) => [record.id, record]));
  const removed = new Set(plan.flatMap((row) => row.remove));
  const made = plan.flatMap((row) =>
    row.generate.map((state, index) => key(`${row.alg}-${now}-${keys.length}-${index}`, state, now, { alg: row.alg })),
  );
  return [...keys.filter((old) => !removed.has(old.id)).map((old) => changed.get(old.id) ?? old), ...made];
}

const nothing = { alg: 'ES256', rotated: false, change: [], remove: [], generate: [] };

describe('at the very first start', () => {
  test('every algorithm gets an active and a next key', () => {
    expect(planRotation([], rules(T))).toEqual(
      ['RS256', 'ES256', 'EdDSA', 'ECDH-ES'].map((alg) => ({ ...nothing, alg, generate: ['active', 'next'] })),
    );
  });

  test('the first active key counts as published at once, so nothing more is wanted', () => {
    const keys = carriedOut([], planRotation([], rules(T)), T);
    expect(planRotation(keys, rules(T)).every((row) => row.generate.length + row.change.length === 0)).toBe(true);
  });

  test('a request to rotate finds nothing that could retire', () => {
    expect(planFor('ES256', [], rules(T, { request: 'rotate' }))).toEqual({
      ...nothing,
      generate: ['active', 'next'],
    });
  });
});

describe('a missing key', () => {
  test('that should be next is made, and the active one stays', () => {
    expect(planFor('ES256', [key('a', 'active', T)], rules(T + 5))).toEqual({ ...nothing, generate: ['next'] });
  });

  test('that should be active is replaced by the next one, which applications may know already', () => {
    const next = key('n', 'next', T);
    expect(planFor('ES256', [next], rules(T + 1))).toEqual({
      ...nothing,
      rotated: true,
      change: [{ ...next, state: 'active', activated_at: T + 1 }],
      generate: ['next'],
    });
  });

  test('of one algorithm does not touch the others', () => {
    const keys = [key('a', 'active', T), key('n', 'next', T)];
    expect(planFor('ES256', keys, rules(T + 5))).toEqual(nothing);
    expect(planFor('EdDSA', keys, rules(T + 5))).toEqual({ ...nothing, alg: 'EdDSA', generate: ['active', 'next'] });
  });
});

describe('scheduled rotation', () => {
  const active = key('a', 'active', T);
  const next = key('n', 'next', T);

  test('waits for the last second of the active key’s lifetime', () => {
    expect(planFor('ES256', [active, next], rules(T + LIFETIME - 1))).toEqual(nothing);
  });

  test('then hands over: next becomes active, active retires, a new next is made', () => {
    const now = T + LIFETIME;
    expect(planFor('ES256', [active, next], rules(now))).toEqual({
      ...nothing,
      rotated: true,
      change: [
        { ...active, state: 'retired', retired_at: now, remove_after: now + TOKEN + TOLERANCE },
        { ...next, state: 'active', activated_at: now },
      ],
      generate: ['next'],
    });
  });

  test('never uses a next key that was not published long enough', () => {
    const young = key('n', 'next', T + LIFETIME);
    expect(planFor('ES256', [active, young], rules(T + LIFETIME + PUBLISH - 1))).toEqual(nothing);
    expect(planFor('ES256', [active, young], rules(T + LIFETIME + PUBLISH)).rotated).toBe(true);
  });

  test('counts a key’s life from its first use, not from its publication', () => {
    const used = key('a', 'active', T, { activated_at: T + 1000 });
    expect(planFor('ES256', [used, next], rules(T + LIFETIME + 999)).rotated).toBe(false);
    expect(planFor('ES256', [used, next], rules(T + LIFETIME + 1000)).rotated).toBe(true);
  });

  test('after a year switched off hands over once', () => {
    const now = T + 365 * 86_400;
    const keys = carriedOut([active, next], planRotation([active, next], rules(now)), now);
    expect(planFor('ES256', keys, rules(now + 1))).toEqual(nothing);
    expect(keys.filter((row) => row.alg === 'ES256').map((row) => row.state)).toEqual(['retired', 'active', 'next']);
  });
});

describe('a request to rotate', () => {
  const active = key('a', 'active', T);
  const next = key('n', 'next', T);

  test.each([T, T + 1, T + PUBLISH])('hands over at once, however young the next key is (%d)', (now) => {
    expect(planFor('ES256', [active, next], rules(now, { request: 'rotate' }))).toEqual({
      ...nothing,
      rotated: true,
      change: [
        { ...active, state: 'retired', retired_at: now, remove_after: now + TOKEN + TOLERANCE },
        { ...next, state: 'active', activated_at: now },
      ],
      generate: ['next'],
    });
  });

  test('in the second of a hand-over asked for that one: it says so and changes nothing', () => {
    const now = T + 5;
    const keys = [active, next, retired('r', now)];
    const asked = (at: number) => planFor('ES256', keys, rules(at, { request: 'rotate' }));
    expect(asked(now)).toEqual({ ...nothing, waits_until: now + 1 });
    expect(asked(now - 1)).toEqual({ ...nothing, waits_until: now + 1 });
    expect(asked(now + 1).rotated).toBe(true);
  });

  test('is not held up by a key that retired under a clock that ran wrong', () => {
    const keys = [active, next, retired('r', T + 10 * 365 * 86_400)];
    expect(planFor('ES256', keys, rules(T + 5, { request: 'rotate' })).rotated).toBe(true);
  });

  test('without a next key retires the active one for a new one', () => {
    const now = T + 5;
    expect(planFor('ES256', [active], rules(now, { request: 'rotate' }))).toEqual({
      ...nothing,
      rotated: true,
      change: [{ ...active, state: 'retired', retired_at: now, remove_after: now + TOKEN + TOLERANCE }],
      generate: ['active', 'next'],
    });
  });

  test('for one algorithm leaves the others alone and promises them nothing', () => {
    const keys = (['RS256', 'ES256', 'EdDSA', 'ECDH-ES'] as const).flatMap((alg) => [
      key(`${alg}-a`, 'active', T, { alg }),
      key(`${alg}-n`, 'next', T, { alg }),
    ]);
    const plan = planRotation(keys, rules(T + PUBLISH, { request: 'rotate', request_alg: 'EdDSA' }));
    expect(plan.map((row) => [row.alg, row.rotated, row.waits_until])).toEqual([
      ['RS256', false, undefined],
      ['ES256', false, undefined],
      ['EdDSA', true, undefined],
      ['ECDH-ES', false, undefined],
    ]);
  });

  test('every second rotates every second, and each key that signed stays until its tokens are over', () => {
    let keys: SigningKey[] = [];
    for (let now = T; now <= T + 20; now += 1) {
      const plan = planRotation(keys, rules(now, { request: 'rotate' }));
      expect(plan.map((row) => row.rotated)).toEqual(Array(4).fill(now > T));
      keys = carriedOut(keys, plan, now);
    }
    expect(keys.filter((row) => row.state === 'retired')).toHaveLength(80);
  });
});

describe('a retired key', () => {
  const living = [key('a', 'active', T), key('n', 'next', T)];

  test('stays until no token that it signed can live, clock tolerance included, and then leaves', () => {
    const old = retired('r', T);
    expect(planFor('ES256', [...living, old], rules(T + TOKEN + TOLERANCE))).toEqual(nothing);
    expect(planFor('ES256', [...living, old], rules(T + TOKEN + TOLERANCE + 1))).toEqual({ ...nothing, remove: ['r'] });
  });

  test('stays longer when tokens have come to live longer', () => {
    const old = retired('r', T);
    const longer = { longest_token_lifetime_s: 2 * TOKEN };
    expect(planFor('ES256', [...living, old], rules(T + 2 * TOKEN + TOLERANCE, longer))).toEqual(nothing);
    expect(planFor('ES256', [...living, old], rules(T + 2 * TOKEN + TOLERANCE + 1, longer)).remove).toEqual(['r']);
  });

  test('stays for what it signed before tokens came to live shorter', () => {
    const old = retired('r', T);
    const shorter = { longest_token_lifetime_s: 60 };
    expect(planFor('ES256', [...living, old], rules(T + TOKEN + TOLERANCE, shorter))).toEqual(nothing);
    expect(planFor('ES256', [...living, old], rules(T + TOKEN + TOLERANCE + 1, shorter)).remove).toEqual(['r']);
  });

  test('is never used again, even when it is all there is', () => {
    expect(planFor('ES256', [retired('r', T)], rules(T + 5, { request: 'rotate' }))).toEqual({
      ...nothing,
      generate: ['active', 'next'],
    });
  });
});

describe('a clock that goes backward', () => {
  test('resurrects nothing and removes nothing', () => {
    const keys = [key('a', 'active', T), key('n', 'next', T), retired('r', T)];
    for (const back of [1, TOLERANCE, TOLERANCE + 1, 86_400, 40 * 365 * 86_400]) {
      const plan = planFor('ES256', keys, rules(T - back));
      expect(plan).toMatchObject({ rotated: false, remove: [], generate: [] });
      expect(plan.change.every((row) => row.state !== 'retired' && row.id !== 'r')).toBe(true);
      expect(carriedOut(keys, [plan], T - back).map((row) => row.state)).toEqual(['active', 'next', 'retired']);
    }
  });

  test('by no more than the tolerance changes nothing at all', () => {
    const keys = [key('a', 'active', T), key('n', 'next', T)];
    expect(planFor('ES256', keys, rules(T - TOLERANCE))).toEqual(nothing);
  });

  test('by years does not hold up rotation for years: published counts from now', () => {
    const now = T - 10 * 365 * 86_400;
    const before = [key('a', 'active', T), key('n', 'next', T)];
    const keys = carriedOut(before, [planFor('ES256', before, rules(now))], now);
    const due = { signing_key_lifetime_s: 60 };
    expect(planFor('ES256', keys, rules(now + PUBLISH - 1, due)).rotated).toBe(false);
    expect(planFor('ES256', keys, rules(now + PUBLISH, due)).rotated).toBe(true);
  });

  test('keeps the key that signed under the fast clock until those tokens are over', () => {
    const now = T - 86_400;
    let keys = [key('a', 'active', T), key('n', 'next', T)];
    for (const [at, request] of [
      [now, undefined],
      [now + PUBLISH, 'rotate'],
      [T + TOKEN + TOLERANCE, undefined],
    ] as const) {
      keys = carriedOut(keys, [planFor('ES256', keys, rules(at, { request }))], at);
      expect(keys.map((row) => row.id)).toContain('a');
    }
    expect(planFor('ES256', keys, rules(T + TOKEN + TOLERANCE + 1)).remove).toEqual(['a']);
  });
});

describe('records that no single process would leave', () => {
  test('of two active keys the newer signs and the other retires', () => {
    const keys = [key('old', 'active', T), key('new', 'active', T + 10), key('n', 'next', T + 10)];
    const plan = planFor('ES256', keys, rules(T + 20));
    expect(plan).toMatchObject({ rotated: false, generate: [] });
    expect(plan.change.map((row) => [row.id, row.state, row.retired_at])).toEqual([['old', 'retired', T + 20]]);
  });

  test('of two next keys the one published first takes over and the other keeps waiting', () => {
    const keys = [key('a', 'active', T), key('late', 'next', T + 9), key('early', 'next', T)];
    const plan = planFor('ES256', keys, rules(T + PUBLISH, { request: 'rotate' }));
    expect(plan.change.map((row) => [row.id, row.state])).toEqual([
      ['a', 'retired'],
      ['early', 'active'],
    ]);
    expect(plan.generate).toEqual([]);
  });
});

describe('whatever the clock and the requests do', () => {
  const act = fc.record({
    step: fc.oneof(fc.integer({ min: -30, max: 900 }), fc.integer({ min: -200_000, max: 200_000 })),
    request: fc.constantFrom(undefined, 'rotate' as const),
  });

  test('there is one active and one next key, states only move on, and no key leaves while its tokens can live', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let now = T;
        let keys: SigningKey[] = [];
        const order = { next: 0, active: 1, retired: 2 };
        for (const { step, request } of acts) {
          now += step;
          const before = new Map(keys.map((row) => [row.id, row]));
          const plan = planRotation(keys, rules(now, { request, signing_key_lifetime_s: 86_400 }));
          for (const id of plan.flatMap((row) => row.remove)) {
            const old = before.get(id);
            expect(old?.state).toBe('retired');
            expect(now).toBeGreaterThan((old?.retired_at ?? Infinity) + TOKEN + TOLERANCE);
          }
          keys = carriedOut(keys, plan, now);
          const moved = keys.map((row) => [before.get(row.id) ?? row, row] as const);
          expect(moved.filter(([old, row]) => order[row.state] < order[old.state])).toEqual([]);
          const handedOver = moved.filter(([old, row]) => old.state === 'next' && row.state === 'active');
          if (request === 'rotate') handedOver.length = 0;
          expect(handedOver.filter(([old]) => now < old.published_at + PUBLISH)).toEqual([]);
          for (const alg of ['RS256', 'ES256', 'EdDSA']) {
            const mine = keys.filter((row) => row.alg === alg);
            expect(mine.filter((row) => row.state === 'active')).toHaveLength(1);
            expect(mine.filter((row) => row.state === 'next')).toHaveLength(1);
          }
          expect(new Set(keys.map((row) => row.id)).size).toBe(keys.length);
        }
      }),
      { numRuns: 300 },
    );
  });
});
