/** People, groups and applications as the REST answers of Gitea and Forgejo spell them. What Lanyard has no notion of is empty. */
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application, Group, User } from '../../storage/records/directory.ts';
import { isPublic } from '../../directory/applications.ts';
import { isoTime, type Office, ORGANISATION_ID, stringClaim } from './parts.ts';

/** How theirs say that something never happened. */
const NEVER = '0001-01-01T00:00:00Z';

/** Without `sees_email` the address is one at which nobody is, as theirs is for people who hide it. */
export function forgeUser(user: User, sees_email: boolean, origin: string): JsonObject {
  const { hostname } = new URL(origin);
  return {
    id: user.number,
    login: user.username,
    login_name: '',
    source_id: 0,
    full_name: user.name,
    email: (sees_email ? user.email : undefined) ?? `${encodeURIComponent(user.username)}@noreply.${hostname}`,
    avatar_url: stringClaim(user, 'picture') ?? '',
    html_url: stringClaim(user, 'profile') ?? '',
    language: stringClaim(user, 'locale') ?? '',
    is_admin: false,
    last_login: NEVER,
    created: isoTime(user.created_at),
    restricted: false,
    active: true,
    prohibit_login: false,
    location: '',
    pronouns: '',
    website: stringClaim(user, 'website') ?? '',
    description: '',
    visibility: 'private',
    followers_count: 0,
    following_count: 0,
    starred_repos_count: 0,
    username: user.username,
  };
}

export function forgeEmails({ email, email_verified, number, username }: User): readonly JsonObject[] {
  return email === undefined ? [] : [{ email, verified: email_verified, primary: true, user_id: number, username }];
}

export function forgeOrganisation({ login, name }: Office): JsonObject {
  return {
    id: ORGANISATION_ID,
    name: login,
    full_name: name,
    email: '',
    avatar_url: '',
    description: '',
    website: '',
    location: '',
    visibility: 'private',
    repo_admin_change_team_access: false,
    username: login,
  };
}

export function forgeTeam({ number, name }: Group, office: Office): JsonObject {
  return {
    id: number,
    name,
    description: '',
    organization: forgeOrganisation(office),
    includes_all_repositories: false,
    permission: 'read',
    units: [],
    units_map: {},
    can_create_org_repo: false,
  };
}

/** `client_secret` only where it was made just now. */
export function forgeApplication(application: Application, client_secret = ''): JsonObject {
  const { number: id, client_name: name, client_id, redirect_uris, created_at } = application;
  return {
    id,
    name,
    client_id,
    client_secret,
    confidential_client: !isPublic(application),
    skip_secondary_authorization: false,
    redirect_uris,
    created: isoTime(created_at),
  };
}
