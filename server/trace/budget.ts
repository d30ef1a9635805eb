/** How many requests may be traced: so many a second, and a number of them at once after a quiet while. */

export interface Budget {
  /** Whether there is one more, which is taken then. `now_ms` on a clock that only goes forward. */
  take(now_ms: number): boolean;
}

export function createBudget(per_second: number, burst: number): Budget {
  let left = burst;
  let at_ms: number | undefined;
  return {
    take(now_ms) {
      left = Math.min(burst, left + ((now_ms - (at_ms ?? now_ms)) / 1000) * per_second);
      at_ms = now_ms;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
