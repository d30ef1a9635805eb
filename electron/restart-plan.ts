/** What follows when the server has ended without being asked: another try, and when, or none. */

/** After so long it counts as stable, and an end later on begins the counting anew. */
export const STABLE_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** So many ends in a row without a stable minute, and it is not tried again. */
export const MOST_FAILURES = 5;

/** Exit codes that another try can't change: options, a data directory in use, damaged data. */
const LASTING: ReadonlySet<number> = new Set([2, 3, 4]);

export interface End {
  readonly code: number;
  /** How long it served after its ready line; 0 when it never got so far. */
  readonly served_ms: number;
  /** Ends in a row before this one. */
  readonly failures: number;
}

export type Plan =
  | { readonly kind: 'again'; readonly after_ms: number; readonly failures: number }
  | { readonly kind: 'give-up' };

export function planRestart({ code, served_ms, failures }: End): Plan {
  if (LASTING.has(code)) return { kind: 'give-up' };
  const inARow = served_ms >= STABLE_MS ? 1 : failures + 1;
  if (inARow >= MOST_FAILURES) return { kind: 'give-up' };
  return { kind: 'again', after_ms: Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (inARow - 1)), failures: inARow };
}
