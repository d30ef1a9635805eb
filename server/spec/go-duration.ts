/** Times as programs in Go write them: `1h30m`, `720h`, `1m0.5s`. */

const IN_SECONDS: ReadonlyMap<string, number> = new Map([
  ['h', 3600],
  ['m', 60],
  ['s', 1],
  ['ms', 1e-3],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['μs', 1e-6],
  ['ns', 1e-9],
]);

const PART = /(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|μs|ns)/g;
const WHOLE = new RegExp(`^(?:${PART.source})+$`);

/** In whole seconds, rounded down; undefined for what is no such time, or a negative one. */
export function parseGoDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (text.length > 100 || !WHOLE.test(text)) return undefined;
  const parts = [...text.matchAll(PART)].map(([, amount, unit = '']) => Number(amount) * (IN_SECONDS.get(unit) ?? 0));
  return Math.floor(parts.reduce((sum, part) => sum + part, 0));
}

/** `seconds` is whole. */
export function goDuration(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours}h${minutes}m${seconds % 60}s`;
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
