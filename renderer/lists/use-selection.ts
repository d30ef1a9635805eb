/** Which things of a list are selected, by their keys. What the list does not show is never among them: DataList sees to it. */
import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  toggle(key: string): void;
  /** Selects all of these, or none of them where all are selected. */
  toggleAll(keys: readonly string[]): void;
  clear(): void;
  /** Drops what is none of these. */
  keepOnly(keys: readonly string[]): void;
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
  const keepOnly = useCallback((shown: readonly string[]) => {
    setKeys((before) => {
      const after = shown.filter((key) => before.has(key));
      return after.length === before.size ? before : new Set(after);
    });
  }, []);
  return useMemo(() => ({ keys, toggle, toggleAll, clear, keepOnly }), [keys, toggle, toggleAll, clear, keepOnly]);
}
