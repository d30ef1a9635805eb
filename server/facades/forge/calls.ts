/** The REST calls that applications written for Gitea or Forgejo make after sign-in, as rows of one of the two. */
import type { Facade, FacadeHouse } from '../facade.ts';
import { forgeEmails, forgeOrganisation, forgeTeam, forgeUser } from '../shapes/forge.ts';
import { groupsOf, officeOf } from '../shapes/visitor.ts';
import { CHANGES_APPLICATIONS, ownApplicationCalls, SEES_APPLICATIONS } from './own-applications.ts';
import { type Answer, meantForUs, paged, reaches, type Visit, visited } from './visit.ts';

const SEES_EMAIL = ['read:user', 'user:email', 'email'];
const SEES_GROUPS = ['read:organization', 'read:org', 'groups'];

/** `version` is one that their client libraries take for new enough. */
export function forgeCalls(
  dialect: 'gitea' | 'forgejo',
  version: string,
  { findToken, appPasswords, defaultsFor }: FacadeHouse,
): readonly Facade[] {
  const row = (
    method: Facade['method'],
    path: string,
    accepted: readonly string[],
    show: (visit: Visit) => Promise<Answer> | Answer,
  ): Facade => ({
    dialect,
    method,
    paths: [`/api/v1/${path}`],
    cors: 'registered',
    json: 'unsaid',
    answer: (request, cx) => visited(request, accepted, { cx, findToken, appPasswords }, show),
  });
  const own = ownApplicationCalls(dialect, defaultsFor);
  const applications = 'user/applications/oauth2';
  return [
    {
      dialect,
      method: 'GET',
      paths: ['/api/v1/version'],
      cors: 'registered',
      answer: () => Promise.resolve({ kind: 'json', status: 200, body: { version } }),
    },
    row('GET', 'user', [], ({ user, scope, origin }) => ({
      kind: 'json',
      status: 200,
      body: forgeUser(user, reaches({ scope }, SEES_EMAIL), origin),
    })),
    row('GET', 'user/emails', SEES_EMAIL, (visit) => paged(forgeEmails(visit.user), visit)),
    row('GET', 'user/orgs', SEES_GROUPS, (visit) => paged([forgeOrganisation(officeOf(visit.cx))], visit)),
    row('GET', 'user/teams', SEES_GROUPS, async (visit) => paged(await teamsOf(visit), visit)),
    row('GET', applications, SEES_APPLICATIONS, meantForUs(own.list)),
    row('POST', applications, CHANGES_APPLICATIONS, meantForUs(own.create)),
    row('GET', `${applications}/{id}`, SEES_APPLICATIONS, meantForUs(own.read)),
    row('PATCH', `${applications}/{id}`, CHANGES_APPLICATIONS, meantForUs(own.change)),
    row('DELETE', `${applications}/{id}`, CHANGES_APPLICATIONS, meantForUs(own.remove)),
  ];
}

async function teamsOf({ user, cx }: Visit) {
  return (await groupsOf(user, cx)).map((group) => forgeTeam(group, officeOf(cx)));
}
