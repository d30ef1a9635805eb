/** Who calls, as Gitea and Forgejo find out, what the token reaches, and how both refuse and turn pages. */
import type { Context } from '../../engine/context.ts';
import type { LiveToken } from '../../engine/tokens/lookup.ts';
import type { EmptyResponse, JsonResponse } from '../../engine/wire.ts';
import { readCallToken } from '../../spec/call-token.ts';
import type { Params } from '../../spec/params.ts';
import type { DialectName, JsonObject } from '../../spec/vocabulary.ts';
import type { User } from '../../storage/records/directory.ts';
import type { FacadeRequest, FindToken } from '../facade.ts';

export type Answer = JsonResponse | EmptyResponse;

export interface Visit {
  readonly user: User;
  readonly token: LiveToken;
  readonly origin: string;
  readonly request: FacadeRequest;
  readonly cx: Context;
}

const FORGES: readonly DialectName[] = ['gitea', 'forgejo'];

/**
 * Answers by what `show` says, for a person's token of such an application that has one of `accepted`; for any of theirs
 * where that is empty. A token in the query is not read: addresses end up in logs.
 */
export async function visited(
  request: FacadeRequest,
  accepted: readonly string[],
  { cx, findToken }: { readonly cx: Context; readonly findToken: FindToken },
  show: (visit: Visit) => Promise<Answer> | Answer,
): Promise<Answer> {
  const origin = new URL(request.url).origin;
  const value = readCallToken(request.authorization)?.value;
  if (value === undefined) return refuse(401, 'token is required', origin);
  const token = await findToken(value, cx);
  if (token?.subject.kind !== 'user' || token.subject.user === undefined) return refuse(401, WRONG, origin);
  const { user, application } = token.subject;
  if (!FORGES.includes(application.dialect)) return refuse(401, WRONG, origin);
  if (!reaches(token, accepted)) {
    const needed = `token does not have at least one of required scope(s): [${accepted.join(' ')}]`;
    return refuse(403, needed, origin);
  }
  return show({ user, token, origin, request, cx });
}

const WRONG = 'invalid username, password or token';

export function reaches({ scope }: LiveToken, accepted: readonly string[]): boolean {
  return accepted.length === 0 || accepted.some((name) => scope.includes(name));
}

/**
 * As `show`, for a token that is good here: one that was asked for another API lies there, and whoever runs that must not act
 * as its person in this office. RFC 9068 §4
 */
export function meantForUs(show: (visit: Visit) => Promise<Answer>): (visit: Visit) => Promise<Answer> | Answer {
  return (visit) => {
    const { token, origin, cx } = visit;
    const { application } = token.subject;
    const isForOthers = token.audience.some((audience) => !cx.urls.isOurs(audience, application));
    return isForOthers ? refuse(403, 'the token is meant for another API', origin) : show(visit);
  };
}

export function refuse(status: number, message: string, origin: string): JsonResponse {
  return { kind: 'json', status, body: { message, url: `${origin}/api/swagger` } };
}

/** `page` counts from 1, `limit` up to 50; past the end stands an empty list, or clients would ask for ever. */
export function paged(items: readonly JsonObject[], { request }: Visit): JsonResponse {
  const limit = wholeNumber(request.query, 'limit', 30, 50);
  const page = wholeNumber(request.query, 'page', 1, 1_000_000);
  const last = Math.max(1, Math.ceil(items.length / limit));
  const link = (to: number, rel: string) => `<${request.url}?limit=${limit}&page=${to}>; rel="${rel}"`;
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first'), link(Math.min(page - 1, last), 'prev')] : []),
  ];
  return {
    kind: 'json',
    status: 200,
    body: items.slice((page - 1) * limit, page * limit),
    headers: { 'X-Total-Count': String(items.length), ...(links.length === 0 ? {} : { Link: links.join(',') }) },
  };
}

function wholeNumber(query: Params, name: string, otherwise: number, most: number): number {
  const value = Number(query.get(name) ?? otherwise);
  return Number.isInteger(value) && value > 0 ? Math.min(value, most) : otherwise;
}
