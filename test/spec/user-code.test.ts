import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { readUserCode, userCodeFrom } from '../../server/spec/user-code.ts';

it('writes eight consonants in two groups, each letter as likely as any other', () => {
  const counts = new Map<string, number>();
  for (let at = 0; at < 4_000; at += 1) {
    const code = userCodeFrom(randomBytes(32));
    expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    for (const letter of code?.replace('-', '') ?? '') counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  expect(counts.size).toBe(20);
  // 1600 are expected of each; six standard deviations are 234.
  for (const count of counts.values()) expect(Math.abs(count - 1_600)).toBeLessThan(234);
});

it('has no code where too few bytes are fair', () => {
  expect(userCodeFrom(new Uint8Array(32).fill(250))).toBeUndefined();
  expect(userCodeFrom(new Uint8Array(7))).toBeUndefined();
});

it.each([
  'WDJB-MJHT',
  'wdjbmjht',
  'wdjb mjht',
  ' W D J B – M J H T ',
  'Wdjb—Mjht',
  'ｗｄｊｂ－ｍｊｈｔ',
  'wdjb.mjht',
  'WDJB_MJHT\n',
])('reads %j as people write it', (typed) => expect(readUserCode(typed)).toBe('WDJB-MJHT'));

it.each(['', 'WDJB-MJH', 'WDJB-MJHTT', 'WDJB-MJHA', 'WDJB-MJH0', '1234-5678', 'W'.repeat(101), '__proto__'])(
  'knows that %j is none',
  (typed) => expect(readUserCode(typed)).toBeUndefined(),
);
