/** Which things of a list are selected, by their keys. */
import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  toggle(key: string): void;
  /** Selects all of these, or none of them where all are selected. */
  toggleAll(keys: readonly string[]): void;
  clear(): void;
}

export function useSelection(): Selection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((key: string) => {
    setKeys((before) => (before.has(key) ? new Set([...before].filter((k) => k !== key)) : new Set([...before, key])));
  }, []);
  const toggleAll = useCallback((all: readonly string[]) => {
    setKeys((before) =>
      all.every((key) => before.has(key))
        ? new Set([...before].filter((key) => !all.includes(key)))
        : new Set([...before, ...all]),
    );
  }, []);
  const clear = useCallback(() => setKeys(new Set()), []);
  return useMemo(() => ({ keys, toggle, toggleAll, clear }), [keys, toggle, toggleAll, clear]);
}
