/** Until when a JWT stands for somebody, and by what it is told apart. RFC 7523 §3 */
import type { JsonObject } from './vocabulary.ts';

/** The clocks of a LAN differ, by this many seconds at most. */
export const ASSERTION_TOLERANCE_S = 60;
const LONGEST_JTI = 512;

/** `exp` in epoch seconds, or why it does not count now. */
export type JudgedTimes = { readonly jti: string; readonly exp: number } | { readonly why: string };

/** Of the claims `exp`, `iat`, `nbf` and `jti`; `now` in epoch seconds, and at most `longest_life_s` before `exp`. */
export function judgeAssertionTimes(
  { exp, iat, nbf, jti }: JsonObject,
  longest_life_s: number,
  now: number,
): JudgedTimes {
  if (typeof exp !== 'number' || exp <= now - ASSERTION_TOLERANCE_S) return { why: 'exp is missing or has passed' };
  if (exp > now + longest_life_s + ASSERTION_TOLERANCE_S) return { why: `exp is more than ${longest_life_s} s ahead` };
  if (isAhead(iat, now) || isAhead(nbf, now)) return { why: 'iat or nbf is no time, or lies in the future' };
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI) return { why: 'jti is missing or too long' };
  return { jti, exp };
}

function isAhead(time: unknown, now: number): boolean {
  return time !== undefined && (typeof time !== 'number' || time > now + ASSERTION_TOLERANCE_S);
}
