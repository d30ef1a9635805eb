/** Who calls, as Gitea and Forgejo find out, what the token reaches, and how both refuse and turn pages. */
import { borrowedInclusions } from '../../directory/borrowed-scopes.ts';
import { withIncluded } from '../../directory/scope-inclusion.ts';
import { APP_PASSWORD_PREFIX } from '../../directory/user-app-passwords.ts';
import type { Context } from '../../engine/context.ts';
import type { AppPasswordDesk } from '../../engine/prove-app-password.ts';
import type { EmptyResponse, JsonResponse } from '../../engine/wire.ts';
import { type CallToken, readCallToken } from '../../spec/call-token.ts';
import type { DialectName, JsonObject } from '../../spec/vocabulary.ts';
import type { User } from '../../storage/records/directory.ts';
import type { FacadeRequest, FindToken } from '../facade.ts';
import { paged as pageOf } from '../shapes/paging.ts';

export type Answer = JsonResponse | EmptyResponse;

export interface Visit {
  readonly user: User;
  /** What it may, with all that this includes. */
  readonly scope: readonly string[];
  /** Whether it is a token that was asked for another API, too. */
  readonly is_for_others: boolean;
  readonly origin: string;
  readonly request: FacadeRequest;
  readonly cx: Context;
}

const FORGES: readonly DialectName[] = ['gitea', 'forgejo'];

/** How whoever calls is found out. */
export interface Gate {
  readonly cx: Context;
  readonly findToken: FindToken;
  readonly appPasswords: AppPasswordDesk;
}

/**
 * Answers by what `show` says, for a person's token of such an application that has one of `accepted`, or for an app
 * password of theirs that was made for it; for any of them where that is empty. A token in the query is not read: addresses
 * end up in logs.
 */
export async function visited(
  request: FacadeRequest,
  accepted: readonly string[],
  gate: Gate,
  show: (visit: Visit) => Promise<Answer> | Answer,
): Promise<Answer> {
  const { cx } = gate;
  const origin = new URL(request.url).origin;
  const shown = readCallToken(request.authorization);
  if (shown === undefined) return refuse(401, 'token is required', origin);
  const who = (await byToken(shown, gate)) ?? (await byAppPassword(shown, gate));
  if (who.kind === 'nobody') return refuse(401, WRONG, origin);
  if (who.kind === 'too-many-attempts') {
    const headers = { 'Retry-After': String(who.retry_after_s) };
    return { ...refuse(429, 'too many wrong app passwords, try again later', origin), headers };
  }
  const { user, scope, is_for_others } = who;
  if (!reaches({ scope }, accepted)) {
    const needed = `token does not have at least one of required scope(s): [${accepted.join(' ')}]`;
    return refuse(403, needed, origin);
  }
  return show({ user, scope, is_for_others, origin, request, cx });
}

const WRONG = 'invalid username, password or token';

type Who =
  | ({ readonly kind: 'known' } & Pick<Visit, 'user' | 'scope' | 'is_for_others'>)
  | { readonly kind: 'nobody' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

async function byToken({ value }: CallToken, { cx, findToken }: Gate): Promise<Who | undefined> {
  const token = await findToken(value, cx);
  if (token === undefined) return undefined;
  if (token.subject.kind !== 'user' || token.subject.user === undefined) return { kind: 'nobody' };
  const { user, application } = token.subject;
  if (!FORGES.includes(application.dialect)) return { kind: 'nobody' };
  const is_for_others = token.audience.some((audience) => !cx.urls.isOurs(audience, application));
  return { kind: 'known', user, scope: token.scope, is_for_others };
}

/** What came alone and does not look like one was a token, and is not counted as a guess. */
async function byAppPassword({ username, value }: CallToken, { cx, appPasswords }: Gate): Promise<Who> {
  if (username === undefined && !value.startsWith(APP_PASSWORD_PREFIX)) return { kind: 'nobody' };
  const proof = await appPasswords.prove({ username, password: value }, cx);
  if (proof.kind === 'too-many-attempts') return proof;
  if (proof.kind !== 'proved') return { kind: 'nobody' };
  const { user, app_password } = proof;
  const { is_for } = app_password;
  if (is_for.kind !== 'forge') return { kind: 'nobody' };
  const scope = withIncluded(is_for.scope, borrowedInclusions('forgejo'));
  return { kind: 'known', user, scope, is_for_others: false };
}

export function reaches({ scope }: Pick<Visit, 'scope'>, accepted: readonly string[]): boolean {
  return accepted.length === 0 || accepted.some((name) => scope.includes(name));
}

/**
 * As `show`, for what is good here: a token that was asked for another API lies there, and whoever runs that must not act as
 * its person in this office. RFC 9068 §4
 */
export function meantForUs(show: (visit: Visit) => Promise<Answer>): (visit: Visit) => Promise<Answer> | Answer {
  return (visit) =>
    visit.is_for_others ? refuse(403, 'the token is meant for another API', visit.origin) : show(visit);
}

export function refuse(status: number, message: string, origin: string): JsonResponse {
  return { kind: 'json', status, body: { message, url: `${origin}/api/swagger` } };
}

/** `limit` up to 50 stand on a page. */
export function paged(items: readonly JsonObject[], { request }: Visit): JsonResponse {
  const page = pageOf(items, request, { name: 'limit', most: 50 });
  return { ...page, headers: { ...page.headers, 'X-Total-Count': String(items.length) } };
}
