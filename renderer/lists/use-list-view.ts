/** What of a list is looked at: search, order and filters. It stands in the address, so that it survives a reload and a way back. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

export interface ListView {
  readonly q: string;
  /** A field; with a minus before it, downwards. */
  readonly sort: string | undefined;
  readonly filter: (name: string) => string;
  /** Empty text removes. */
  readonly set: (changes: Readonly<Record<string, string>>) => void;
  /** The same text for the same view. */
  readonly key: string;
}

export function useListView(): ListView {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setParameters(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === '') after.delete(name);
            else after.set(name, value);
          }
          return after;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const key = parameters.toString();
  return useMemo(() => {
    const read = new URLSearchParams(key);
    return {
      q: read.get('q') ?? '',
      sort: read.get('sort') ?? undefined,
      filter: (name) => read.get(name) ?? '',
      set,
      key,
    };
  }, [key, set]);
}
