/** Keeps secrets that were just made until whoever made them asks, once: in memory alone, for a short while, and not many. */

export interface FreshKeys {
  keep(id: string, key: string, now: number): void;
  /** What `take` would tell, which goes on telling it. */
  look(id: string, now: number): string | undefined;
  /** Undefined where it was told already, ran out, or was never kept. */
  take(id: string, now: number): string | undefined;
}

const LIFETIME_S = 300;
const MOST = 100;

export function createFreshKeys(): FreshKeys {
  const kept = new Map<string, { readonly key: string; readonly until: number }>();
  const look: FreshKeys['look'] = (id, now) => {
    const found = kept.get(id);
    return found !== undefined && found.until > now ? found.key : undefined;
  };
  return {
    keep(id, key, now) {
      const [oldest] = kept.keys();
      if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
      kept.set(id, { key, until: now + LIFETIME_S });
    },
    look,
    take(id, now) {
      const key = look(id, now);
      kept.delete(id);
      return key;
    },
  };
}
