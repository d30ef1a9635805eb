/** Times as people say them. Moments are seconds since 1970, as everywhere in the admin API. */

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
const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** “3 minutes ago”, “in 2 days”, “just now”. */
export function relativeTime(at_s: number, now_ms: number): string {
  const away_s = at_s - now_ms / 1000;
  const fitting = UNITS.find(({ seconds }) => Math.abs(away_s) >= seconds * 0.98);
  if (fitting === undefined) return away_s > 5 ? 'in less than a minute' : 'just now';
  return RELATIVE.format(Math.round(away_s / fitting.seconds), fitting.unit);
}

/** “21 Nov 2026, 12:05:55”, where the reader is. */
export function exactTime(at_s: number): string {
  return EXACT.format(at_s * 1000);
}

export function calendarDay(at_s: number): string {
  return DAY.format(at_s * 1000);
}
