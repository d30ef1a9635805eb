/** The flows that are remembered are few, so search and order are the page's own work. Pure. */
import type { Answered } from '../../../server/contract/admin/types.ts';

type Flow = Answered<'listFlows'>['items'][number];

interface Wanted {
  readonly q: string;
  /** A member of the flow; with a minus before it, downwards. */
  readonly sort: string | undefined;
}

export function orderedFlows(flows: readonly Flow[], { q, sort }: Wanted): readonly Flow[] {
  const wanted = q.toLowerCase();
  const found = flows.filter(({ title, client_id, client_name, username }) =>
    [title, client_id, client_name, username].some((text) => text?.toLowerCase().includes(wanted) === true),
  );
  if (sort === undefined) return found;
  const downwards = sort.startsWith('-');
  const key = sort.replace('-', '');
  const ordered = found.toSorted((a, b) => compare(Reflect.get(a, key), Reflect.get(b, key)));
  return downwards ? ordered.toReversed() : ordered;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return textOf(a).localeCompare(textOf(b), 'en');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
