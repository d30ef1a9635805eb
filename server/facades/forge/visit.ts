/** Who calls, as Gitea and Forgejo find out, what the token reaches, and how both refuse and turn pages. */
import { borrowedInclusions } from '../../directory/borrowed-scopes.ts';
import { withIncluded } from '../../directory/scope-inclusion.ts';
import { APP_PASSWORD_PREFIX } from '../../directory/user-app-passwords.ts';
import type { Context } from '../../engine/context.ts';
import type { AppPasswordDesk } from '../../engine/prove-app-password.ts';
import type { EmptyResponse, JsonResponse } from '../../engine/wire.ts';
import { readBasicCredentials } from '../../spec/basic-credentials.ts';
import type { Params } from '../../spec/params.ts';
import type { DialectName, JsonObject } from '../../spec/vocabulary.ts';
import type { User } from '../../storage/records/directory.ts';
import type { FacadeRequest, FindToken } from '../facade.ts';

export type Answer = JsonResponse | EmptyResponse;

export interface Visit {
  readonly user: User;
  /** What it may, with all that this includes. */
  readonly scope: readonly string[];
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
  const shown = presented(request.authorization);
  if (shown === undefined) return refuse(401, 'token is required', origin);
  const who = (await byToken(shown, gate)) ?? (await byAppPassword(shown, gate));
  if (who.kind === 'nobody') return refuse(401, WRONG, origin);
  if (who.kind === 'too-many-attempts') {
    const headers = { 'Retry-After': String(who.retry_after_s) };
    return { ...refuse(429, 'too many wrong app passwords, try again later', origin), headers };
  }
  const { user, scope } = who;
  if (!reaches({ scope }, accepted)) {
    const needed = `token does not have at least one of required scope(s): [${accepted.join(' ')}]`;
    return refuse(403, needed, origin);
  }
  return show({ user, scope, origin, request, cx });
}

const WRONG = 'invalid username, password or token';

type Who =
  | { readonly kind: 'known'; readonly user: User; readonly scope: readonly string[] }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

async function byToken({ value }: Shown, { cx, findToken }: Gate): Promise<Who | undefined> {
  const token = await findToken(value, cx);
  if (token === undefined) return undefined;
  if (token.subject.kind !== 'user' || token.subject.user === undefined) return { kind: 'nobody' };
  const { user, application } = token.subject;
  return FORGES.includes(application.dialect) ? { kind: 'known', user, scope: token.scope } : { kind: 'nobody' };
}

/** What came alone and does not look like one was a token, and is not counted as a guess. */
async function byAppPassword({ username, value }: Shown, { cx, appPasswords }: Gate): Promise<Who> {
  if (username === undefined && !value.startsWith(APP_PASSWORD_PREFIX)) return { kind: 'nobody' };
  const proof = await appPasswords.prove({ username, password: value }, cx);
  if (proof.kind === 'too-many-attempts') return proof;
  if (proof.kind !== 'proved') return { kind: 'nobody' };
  const { user, app_password } = proof;
  const { is_for } = app_password;
  if (is_for.kind !== 'forge') return { kind: 'nobody' };
  return { kind: 'known', user, scope: withIncluded(is_for.scope, borrowedInclusions('forgejo')) };
}

export function reaches({ scope }: Pick<Visit, 'scope'>, accepted: readonly string[]): boolean {
  return accepted.length === 0 || accepted.some((name) => scope.includes(name));
}

interface Shown {
  /** Absent where the secret came alone. */
  readonly username: string | undefined;
  readonly value: string;
}

/** `token X`, `Bearer X`, or Basic as Git sends it: the secret for a password, or for a username without one. */
function presented(authorization: string | undefined): Shown | undefined {
  const plain = /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (plain !== undefined) return { username: undefined, value: plain };
  const basic = readBasicCredentials(authorization)?.at(-1);
  if (basic === undefined) return undefined;
  const { client_id: username, client_secret: password } = basic;
  const alone = password === '' || password === 'x-oauth-basic';
  return alone ? { username: undefined, value: username } : { username, value: password };
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
