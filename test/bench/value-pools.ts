/** The values that travel from answers to later requests: tokens, codes, refresh tokens. */
import type { Pool } from './plan.ts';

export interface Kept {
  readonly value: string;
  /** When it was given, or what it comes from was. */
  readonly since_ms: number;
}

export class ValuePool {
  readonly #pool: Pool;
  readonly #kept: Kept[];
  #given = 0;

  constructor(pool: Pool, now_ms: number) {
    this.#pool = pool;
    this.#kept = pool.values.map((value) => ({ value, since_ms: now_ms }));
  }

  /** Undefined where there is none that still lives. */
  take(now_ms: number): Kept | undefined {
    const { lifetime_s = Infinity, once } = this.#pool;
    for (;;) {
      const next = this.#kept.shift();
      if (next === undefined) return undefined;
      if (next.since_ms < now_ms - lifetime_s * 1000) continue;
      if (!once) this.#kept.push(next);
      return next;
    }
  }

  give(kept: Kept): void {
    const { every = 1, most } = this.#pool;
    this.#given += 1;
    if (this.#given % every !== 0) return;
    this.#kept.push(kept);
    if (this.#kept.length > most) this.#kept.shift();
  }

  values(): readonly string[] {
    return this.#kept.map(({ value }) => value);
  }
}
