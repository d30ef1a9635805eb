/**
 * The calls of GitHub's that authentik answers for applications written for GitHub: who is it, and which groups; and
 * which addresses, which authentik does not. Unlike authentik's, team ids are numbers that every program can hold, and pages end.
 */
import type { Context } from '../engine/context.ts';
import type { EmptyResponse, JsonResponse } from '../engine/wire.ts';
import type { Facade, FacadeRequest, FindToken } from './facade.ts';
import { githubEmails, githubTeam, githubUser } from './shapes/github.ts';
import { paged } from './shapes/paging.ts';
import { groupsOf, officeOf, type Visitor, visitorOf } from './shapes/visitor.ts';

/** Refused as authentik does it: with a status and nothing else, 401 without a token, 403 where the scope is missing. */
export function authentikFacades(findToken: FindToken): readonly Facade[] {
  const row = (
    path: string,
    needed: string,
    show: (visitor: Visitor, request: FacadeRequest, cx: Context) => Promise<JsonResponse>,
  ): Facade => ({
    dialect: 'authentik',
    method: 'GET',
    paths: [path],
    cors: 'registered',
    async answer(request, cx) {
      const visitor = await visitorOf(request, 'authentik', findToken, cx);
      if (visitor === undefined) return refuse(401, 'error="invalid_token"');
      if (!visitor.token.scope.includes(needed)) return refuse(403, `error="insufficient_scope", scope="${needed}"`);
      return show(visitor, request, cx);
    },
  });
  return [
    row('/user', 'user:email', async ({ user }, { url }) => ({
      kind: 'json',
      status: 200,
      body: { ...githubUser(user, user.email ?? null, new URL(url).origin), ...PRIVATE },
    })),
    // authentik has none, and passport-github2 fails without it wherever it is asked for user:email.
    row('/user/emails', 'user:email', ({ user }, request) => Promise.resolve(paged(githubEmails(user), request))),
    row('/user/teams', 'read:org', async ({ user }, request, cx) => {
      const { origin } = new URL(request.url);
      const teams = (await groupsOf(user, cx)).map((group) => githubTeam(group, officeOf(cx), origin));
      return paged(
        teams.map((team) => ({ ...team, members_count: 0, repos_count: 0 })),
        request,
      );
    }),
  ];
}

/** What GitHub tells only people of themselves, and Lanyard has no notion of. */
const PRIVATE = {
  private_gists: 0,
  total_private_repos: 0,
  owned_private_repos: 0,
  disk_usage: 0,
  collaborators: 0,
  two_factor_authentication: false,
  plan: { name: 'None', space: 0, private_repos: 0, collaborators: 0 },
};

function refuse(status: 401 | 403, challenge: string): EmptyResponse {
  return { kind: 'empty', status, headers: { 'WWW-Authenticate': `Bearer ${challenge}` } };
}
