/** Small phrases that several pages need in the same wording. */

/** A wait in words: `in 40 seconds`, `in 2 minutes`. `seconds` is rounded up, so that nobody is told to come too early. */
export function inWords(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 90) return `in ${counted(whole, 'second')}`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 90) return `in ${counted(minutes, 'minute')}`;
  return `in ${counted(Math.ceil(minutes / 60), 'hour')}`;
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [365 * 86_400, 'year'],
  [30 * 86_400, 'month'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** A past in words: `just now`, `3 days ago`. `seconds` is rounded down. */
export function agoInWords(seconds: number): string {
  const found = UNITS.find(([length]) => seconds >= length);
  if (found === undefined) return 'just now';
  const [length, unit] = found;
  return `${counted(Math.floor(seconds / length), unit)} ago`;
}

/** `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
