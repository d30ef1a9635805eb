/** Small phrases that several pages need in the same wording. */

/** A wait in words: `in 40 seconds`, `in 2 minutes`. `seconds` is rounded up, so that nobody is told to come too early. */
export function inWords(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole < 90) return `in ${counted(whole, 'second')}`;
  const minutes = Math.ceil(whole / 60);
  if (minutes < 90) return `in ${counted(minutes, 'minute')}`;
  return `in ${counted(Math.ceil(minutes / 60), 'hour')}`;
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
