/** Numbers, sizes and times as a person reads them. */

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `12.3 GB`: decimal units, as disks are sold. */
export function sizeInWords(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : Math.floor(value)} ${UNITS[power]}`;
}

/** `1,204 people`. */
export function countInWords(count: number, one: string, many: string): string {
  const grouped = String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
  return `${grouped} ${count === 1 ? one : many}`;
}

/** `2026-11-20 14:03 UTC`; `at` in epoch seconds. */
export function momentInWords(at: number): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const SPANS = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const;

/** `3 hours`, in the largest unit of which there is a whole one. */
export function spanInWords(seconds: number): string {
  const [length, name] = SPANS.find(([candidate]) => seconds >= candidate) ?? [1, 'second'];
  return countInWords(Math.floor(seconds / length), name, `${name}s`);
}
