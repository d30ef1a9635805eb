/** Who calls, as Gitea and Forgejo find out, what the token reaches, and how both refuse and turn pages. */
import type { Context } from '../../engine/context.ts';
import type { LiveToken } from '../../engine/tokens/lookup.ts';
import type { EmptyResponse, JsonResponse } from '../../engine/wire.ts';
import { readCallToken } from '../../spec/call-token.ts';
import type { DialectName, JsonObject } from '../../spec/vocabulary.ts';
import type { User } from '../../storage/records/directory.ts';
import type { FacadeRequest, FindToken } from '../facade.ts';
import { paged as pageOf } from '../shapes/paging.ts';

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

/** `limit` up to 50 stand on a page. */
export function paged(items: readonly JsonObject[], { request }: Visit): JsonResponse {
  const page = pageOf(items, request, { name: 'limit', most: 50 });
  return { ...page, headers: { ...page.headers, 'X-Total-Count': String(items.length) } };
}
