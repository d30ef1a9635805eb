/**
 * What of a list is looked at: search, order and filters. It stands in the address, so that it survives a reload and a way
 * back.
 *
 * Two lists on one screen each have a prefix, which ends with a dot: `useListView({ prefix: 'apis.' })` reads and writes
 * `apis.q`, `apis.sort` and so on. A list without a prefix has the names without a dot.
 * `sort` names the order in which the list stands where nobody chose another: it is asked for and shown as chosen.
 */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

export interface ListView {
  readonly q: string;
  /** A field; with a minus before it, downwards. Undefined where the list has no order of its own and nobody chose one. */
  readonly sort: string | undefined;
  readonly filter: (name: string) => string;
  /** Empty text removes. Names are without the prefix. */
  readonly set: (changes: Readonly<Record<string, string>>) => void;
  /** Shows everything again; the order stays. */
  readonly showAll: () => void;
  /** Whether a search or a filter leaves anything out. */
  readonly narrowed: boolean;
  /** The same text for the same view. */
  readonly key: string;
}

export interface ListViewSetup {
  readonly prefix?: string;
  readonly sort?: string;
}

export function useListView({ prefix = '', sort: standard }: ListViewSetup = {}): ListView {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (changes: Readonly<Record<string, string>>) =>
      setParameters((before) => changed(before, prefix, changes), { replace: true }),
    [setParameters, prefix],
  );
  const key = new URLSearchParams(ownOf(parameters, prefix)).toString();
  return useMemo(() => {
    const read = new URLSearchParams(key);
    const narrowing = [...read.keys()].filter((name) => name !== 'sort');
    return {
      q: read.get('q') ?? '',
      sort: read.get('sort') ?? standard,
      filter: (name) => read.get(name) ?? '',
      set,
      showAll: () => set(Object.fromEntries(narrowing.map((name) => [name, '']))),
      narrowed: narrowing.length > 0,
      key,
    };
  }, [key, set, standard]);
}

/** The parameters of one list, without its prefix. */
export function ownOf(parameters: URLSearchParams, prefix: string): [string, string][] {
  return [...parameters]
    .filter(([name]) => (prefix === '' ? !name.includes('.') : name.startsWith(prefix)))
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

function changed(before: URLSearchParams, prefix: string, changes: Readonly<Record<string, string>>): URLSearchParams {
  const after = new URLSearchParams(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') after.delete(prefix + name);
    else after.set(prefix + name, value);
  }
  return after;
}
