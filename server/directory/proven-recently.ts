/** How fresh a proof of who somebody is must be for what is grave: secrets, keys, and rights over the office. */

export const PROVEN_RECENTLY_S = 15 * 60;

/** `auth_time` and `now` in epoch seconds. */
export function provenRecently(auth_time: number, now: number): boolean {
  return now - auth_time < PROVEN_RECENTLY_S;
}
