/** The REST calls that applications written for GitHub make after sign-in: who is it, which addresses, which groups. */
import type { Context } from '../engine/context.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Facade, FacadeRequest, FindToken } from './facade.ts';
import { githubEmails, githubOrganisation, githubTeam, githubUser } from './shapes/github.ts';
import { paged } from './shapes/paging.ts';
import { groupsOf, officeOf, type Visitor, visitorOf } from './shapes/visitor.ts';

const SEES_EMAIL = ['user', 'user:email', 'email'];
const SEES_GROUPS = ['read:org', 'groups'];
const DOCUMENTATION = 'https://docs.github.com/rest';

interface Visit extends Visitor {
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
      const visitor = await visitorOf(request, 'github', findToken, cx);
      if (visitor === undefined) return refuse(401, 'Bad credentials');
      const { scope } = visitor.token;
      const headers = { 'X-OAuth-Scopes': scope.join(', '), 'X-Accepted-OAuth-Scopes': accepted.join(', ') };
      const reaches = accepted.length === 0 || accepted.some((name) => scope.includes(name));
      const visit = { ...visitor, origin: new URL(request.url).origin, request, cx };
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
    row(['/user/emails'], SEES_EMAIL, ({ user, request }) => paged(githubEmails(user), request)),
    row(['/user/orgs'], SEES_GROUPS, ({ origin, request, cx }) =>
      paged([githubOrganisation(officeOf(cx), origin)], request),
    ),
    row(['/user/teams'], SEES_GROUPS, async ({ user, origin, request, cx }) => {
      const groups = await groupsOf(user, cx);
      return paged(
        groups.map((group) => githubTeam(group, officeOf(cx), origin)),
        request,
      );
    }),
  ];
}

function apiRoot(origin: string): JsonObject {
  const user = `${origin}/api/v3/user`;
  return { current_user_url: user, emails_url: `${user}/emails`, user_organizations_url: `${user}/orgs` };
}

function refuse(status: number, message: string): JsonResponse {
  return { kind: 'json', status, body: { message, documentation_url: DOCUMENTATION, status: String(status) } };
}
