/** What is made of many measurements: the one in the middle, and the line through them. */

/** NaN where there is none; the mean of the two in the middle where their number is even. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? NaN)) / 2 : upper;
}

/** Of every figure by itself, whatever round it comes from. */
export function medians<K extends string>(
  names: readonly K[],
  rounds: readonly Readonly<Record<K, number>>[],
): Readonly<Record<K, number>> {
  const of = (name: K): readonly [K, number] => [name, median(rounds.map((round) => round[name]))];
  return Object.fromEntries(names.map(of)) as Record<K, number>;
}

/** By least squares: how much `y` grows when `x` grows by one. */
export function slope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const x = mean((point) => point.x);
  const y = mean((point) => point.y);
  const together = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  return together / points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
}
