/** Lists in pages, as GitHub's REST calls and those that are like them have them. */
import type { JsonResponse } from '../../engine/wire.ts';
import type { Params } from '../../spec/params.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';

interface Paging {
  readonly name?: string;
  readonly at?: string;
  readonly standard?: number;
  readonly most?: number;
  /** Parameters that the other pages are asked for with, too. */
  readonly keeps?: readonly string[];
}

/**
 * `page` (or what it is called, `at`) counts from 1; what says how many stand on one is called `per_page` or otherwise, and is
 * `standard` where it is missing or odd. Past the end stands an empty list, or clients would ask for ever. RFC 8288 §3
 */
export function paged(
  items: readonly JsonObject[],
  { query, url }: { readonly query: Params; readonly url: string },
  { name = 'per_page', at = 'page', standard = 30, most = 100, keeps = [] }: Paging = {},
): JsonResponse {
  const per_page = wholeNumber(query, name, standard, most);
  const page = wholeNumber(query, at, 1, 1_000_000);
  const last = Math.max(1, Math.ceil(items.length / per_page));
  const kept = keeps.flatMap((each) => query.all(each).map((value): [string, string] => [each, value]));
  const asked = (to: number) => new URLSearchParams([...kept, [name, String(per_page)], [at, String(to)]]).toString();
  const link = (to: number, rel: string) => `<${url}?${asked(to)}>; rel="${rel}"`;
  const links = [
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev'), link(1, 'first')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
  ];
  return {
    kind: 'json',
    status: 200,
    body: items.slice((page - 1) * per_page, page * per_page),
    headers: links.length === 0 ? {} : { Link: links.join(', ') },
  };
}

function wholeNumber(query: Params, name: string, otherwise: number, most: number): number {
  const value = Number(query.get(name) ?? otherwise);
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : otherwise;
}
