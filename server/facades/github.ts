/** The REST calls that applications written for GitHub make after sign-in: who is it, which addresses, which groups. */
import type { Context } from '../engine/context.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Facade, FacadeRequest, FindToken } from './facade.ts';
import { answer, ENTERPRISE_VERSION, refuse, refuseNobody, scopeHeaders } from './shapes/github-answer.ts';
import { githubEmails, githubOrganisation, githubTeam, githubUser } from './shapes/github.ts';
import { paged } from './shapes/paging.ts';
import { groupsOf, officeOf, type Visitor, visitorOf } from './shapes/visitor.ts';

const SEES_EMAIL = ['user', 'user:email', 'email'];
const SEES_GROUPS = ['read:org', 'groups'];

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
    cors: 'registered',
    async answer(request, cx) {
      const visitor = await visitorOf(request, 'github', findToken, cx);
      if (visitor === undefined) return refuseNobody(request);
      const { scope } = visitor.token;
      const headers = scopeHeaders(visitor.token, accepted);
      if (accepted.length > 0 && !accepted.some((name) => scope.includes(name))) {
        return refuse(404, 'Not Found', headers);
      }
      const shown = await show({ ...visitor, origin: new URL(request.url).origin, request, cx });
      return answer(shown.body, { ...headers, ...shown.headers });
    },
  });
  return [
    // What GitHub Enterprise is recognised by. With a token it says what that may do, which gh asks before anything else.
    {
      dialect: 'github',
      method: 'GET',
      paths: ['/api/v3', '/api/v3/'],
      cors: 'registered',
      async answer(request, cx) {
        const root = apiRoot(new URL(request.url).origin);
        if (request.authorization === undefined) return answer(root);
        const visitor = await visitorOf(request, 'github', findToken, cx);
        return visitor === undefined ? refuseNobody(request) : answer(root, scopeHeaders(visitor.token, []));
      },
    },
    {
      dialect: 'github',
      method: 'GET',
      paths: ['/api/v3/meta'],
      answer: () =>
        Promise.resolve(answer({ verifiable_password_authentication: false, installed_version: ENTERPRISE_VERSION })),
    },
    row(['/user'], [], ({ user, token, origin }) => {
      const email = SEES_EMAIL.some((name) => token.scope.includes(name)) ? (user.email ?? null) : null;
      return answer(githubUser(user, email, origin));
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
