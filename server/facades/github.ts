/** The REST calls that applications written for GitHub make after sign-in: who is it, which addresses, which groups. */
import type { LiveToken } from '../engine/tokens/lookup.ts';
import type { Context } from '../engine/context.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { User } from '../storage/records/directory.ts';
import type { Facade, FacadeRequest, FindToken } from './facade.ts';
import { githubEmails, githubOrganisation, githubTeam, githubUser, slugOf } from './shapes/github.ts';

const SEES_EMAIL = ['user', 'user:email', 'email'];
const SEES_GROUPS = ['read:org', 'groups'];
const DOCUMENTATION = 'https://docs.github.com/rest';

interface Visit {
  readonly user: User;
  readonly token: LiveToken;
  readonly origin: string;
  readonly request: FacadeRequest;
  readonly cx: Context;
}

/** A call is refused as GitHub does it: 401 without a token of this dialect, 404 where the scope does not reach. */
export function githubFacades(findToken: FindToken): readonly Facade[] {
  const row = (
    paths: readonly string[],
    accepted: readonly string[],
    show: (visit: Visit) => Promise<JsonResponse> | JsonResponse,
  ): Facade => ({
    dialect: 'github',
    method: 'GET',
    paths: paths.flatMap((path) => [path, `/api/v3${path}`]),
    async answer(request, cx) {
      const token = await tokenOf(request, cx, findToken);
      if (token?.subject.kind !== 'user' || token.subject.user === undefined) return refuse(401, 'Bad credentials');
      if (token.subject.application.dialect !== 'github') return refuse(401, 'Bad credentials');
      const headers = { 'X-OAuth-Scopes': token.scope.join(', '), 'X-Accepted-OAuth-Scopes': accepted.join(', ') };
      const reaches = accepted.length === 0 || accepted.some((name) => token.scope.includes(name));
      const visit = { user: token.subject.user, token, origin: new URL(request.url).origin, request, cx };
      const answer = reaches ? await show(visit) : refuse(404, 'Not Found');
      return { ...answer, headers: { ...headers, ...answer.headers } };
    },
  });
  return [
    // What GitHub Enterprise is recognised by.
    {
      dialect: 'github',
      method: 'GET',
      paths: ['/api/v3', '/api/v3/'],
      answer: ({ url }) => Promise.resolve({ kind: 'json', status: 200, body: apiRoot(new URL(url).origin) }),
    },
    row(['/user'], [], ({ user, token, origin }) => {
      const email = SEES_EMAIL.some((name) => token.scope.includes(name)) ? (user.email ?? null) : null;
      return { kind: 'json', status: 200, body: githubUser(user, email, origin) };
    }),
    row(['/user/emails'], SEES_EMAIL, (visit) => paged(githubEmails(visit.user), visit)),
    row(['/user/orgs'], SEES_GROUPS, (visit) => paged([githubOrganisation(officeOf(visit.cx), visit.origin)], visit)),
    row(['/user/teams'], SEES_GROUPS, async (visit) => paged(await teamsOf(visit), visit)),
  ];
}

function apiRoot(origin: string): JsonObject {
  const user = `${origin}/api/v3/user`;
  return { current_user_url: user, emails_url: `${user}/emails`, user_organizations_url: `${user}/orgs` };
}

async function tokenOf({ authorization }: FacadeRequest, cx: Context, findToken: FindToken) {
  const value = /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1];
  return value === undefined ? undefined : findToken(value, cx);
}

async function teamsOf({ user, origin, cx }: Visit): Promise<readonly JsonObject[]> {
  const found = await Promise.all(user.groups.map((name) => cx.store.collection('groups').find('name', name)));
  return found.flat().map((group) => githubTeam(group, officeOf(cx), origin));
}

function officeOf(cx: Context) {
  return { name: cx.settings.issuer_name, login: slugOf(cx.settings.issuer_name) };
}

/** `page` counts from 1, `per_page` up to 100; past the end stands an empty list, or clients would ask for ever. */
function paged(items: readonly JsonObject[], { request }: Visit): JsonResponse {
  const per_page = wholeNumber(request.query, 'per_page', 30, 100);
  const page = wholeNumber(request.query, 'page', 1, 1_000_000);
  const last = Math.max(1, Math.ceil(items.length / per_page));
  const link = (to: number, rel: string) => `<${request.url}?per_page=${per_page}&page=${to}>; rel="${rel}"`;
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

function refuse(status: number, message: string): JsonResponse {
  return { kind: 'json', status, body: { message, documentation_url: DOCUMENTATION, status: String(status) } };
}
