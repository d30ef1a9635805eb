/** The newest values, up to a fixed number. */

export interface Ring<T> {
  push(value: T): void;
  /** Oldest first. */
  values(): readonly T[];
  clear(): void;
}

export function createRing<T>(capacity: number): Ring<T> {
  let kept: T[] = [];
  let oldest = 0;
  return {
    push(value) {
      if (kept.length < capacity) {
        kept.push(value);
        return;
      }
      kept[oldest] = value;
      oldest = (oldest + 1) % capacity;
    },
    values: () => [...kept.slice(oldest), ...kept.slice(0, oldest)],
    clear() {
      kept = [];
      oldest = 0;
    },
  };
}
