/**
 * Times as people say them. Moments are seconds since 1970, as everywhere in the admin API. One that no calendar reaches is
 * “never”.
 */

const UNITS = [
  { unit: 'year', seconds: 31_557_600 },
  { unit: 'month', seconds: 2_629_800 },
  { unit: 'week', seconds: 604_800 },
  { unit: 'day', seconds: 86_400 },
  { unit: 'hour', seconds: 3_600 },
  { unit: 'minute', seconds: 60 },
] as const;

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const EXACT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const NEAR_DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** The panel's clock moves every ten seconds: what has just happened can lie ahead of it. */
const CLOCK_LAGS_S = 15;

const NEVER = 'never';
/** The furthest that a Date holds. */
const LAST_S = 8_640_000_000_000;

/** Whether a calendar reaches it. */
export function isMoment(at_s: number): boolean {
  return Math.abs(at_s) <= LAST_S;
}

/** “3 minutes ago”, “in 2 days”, “just now”. */
export function relativeTime(at_s: number, now_ms: number): string {
  if (!isMoment(at_s)) return NEVER;
  const away_s = at_s - now_ms / 1000;
  const fitting = UNITS.find(({ seconds }) => Math.abs(away_s) >= seconds * 0.98);
  if (fitting === undefined) return away_s > CLOCK_LAGS_S ? 'in less than a minute' : 'just now';
  return RELATIVE.format(Math.round(away_s / fitting.seconds), fitting.unit);
}

/** “21 Nov 2026, 12:05:55”, where the reader is. */
export function exactTime(at_s: number): string {
  return isMoment(at_s) ? EXACT.format(at_s * 1000) : NEVER;
}

/** “03:10” of today, “22 Nov, 03:10” of another day, where the reader is. */
export function clockTime(at_s: number, now_ms: number): string {
  if (!isMoment(at_s)) return NEVER;
  const clock = CLOCK.format(at_s * 1000);
  return calendarDay(at_s) === calendarDay(now_ms / 1000) ? clock : `${NEAR_DAY.format(at_s * 1000)}, ${clock}`;
}

export function calendarDay(at_s: number): string {
  return isMoment(at_s) ? DAY.format(at_s * 1000) : NEVER;
}
