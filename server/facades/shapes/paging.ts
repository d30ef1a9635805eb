/** Lists in pages, as GitHub's REST calls and those that are like them have them. */
import type { JsonResponse } from '../../engine/wire.ts';
import type { Params } from '../../spec/params.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';

const STANDARD = 30;

/**
 * `page` counts from 1; what says how many stand on one is called `per_page` or otherwise, and is 30 where it is
 * missing or odd. Past the end stands an empty list, or clients would ask for ever. RFC 8288 §3
 */
export function paged(
  items: readonly JsonObject[],
  { query, url }: { readonly query: Params; readonly url: string },
  { name = 'per_page', most = 100 } = {},
): JsonResponse {
  const per_page = wholeNumber(query, name, STANDARD, most);
  const page = wholeNumber(query, 'page', 1, 1_000_000);
  const last = Math.max(1, Math.ceil(items.length / per_page));
  const link = (to: number, rel: string) => `<${url}?${name}=${per_page}&page=${to}>; rel="${rel}"`;
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
