/** A person and their groups as GitHub's REST answers spell them. What Lanyard has no notion of is empty, as GitHub leaves it. */
import { slugOf } from '../../spec/slug.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Group, User } from '../../storage/records/directory.ts';
import { isoTime, type Office, ORGANISATION_ID, stringClaim } from './parts.ts';

/** `email` is null unless the token may see it. */
export function githubUser(user: User, email: string | null, origin: string): JsonObject {
  const api = `${origin}/api/v3/users/${encodeURIComponent(user.username)}`;
  return {
    login: user.username,
    id: user.number,
    node_id: user.id,
    avatar_url: stringClaim(user, 'picture') ?? '',
    gravatar_id: '',
    url: api,
    html_url: stringClaim(user, 'profile') ?? '',
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: 'User',
    site_admin: false,
    name: user.name,
    company: null,
    blog: stringClaim(user, 'website') ?? null,
    location: null,
    email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: isoTime(user.created_at),
    updated_at: isoTime(user.updated_at),
    two_factor_authentication: false,
  };
}

export function githubEmails(user: User): readonly JsonObject[] {
  if (user.email === undefined) return [];
  return [{ email: user.email, primary: true, verified: user.email_verified, visibility: 'private' }];
}

export function githubOrganisation({ login, name }: Office, origin: string): JsonObject {
  const api = `${origin}/api/v3/orgs/${login}`;
  return {
    login,
    id: ORGANISATION_ID,
    node_id: String(ORGANISATION_ID),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: '',
    description: name,
  };
}

export function githubTeam(group: Group, office: Office, origin: string): JsonObject {
  const api = `${origin}/api/v3/teams/${group.number}`;
  return {
    id: group.number,
    node_id: group.id,
    url: api,
    html_url: api,
    name: group.name,
    slug: slugOf(group.name),
    description: '',
    privacy: 'closed',
    permission: 'pull',
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    parent: null,
    created_at: isoTime(group.created_at),
    updated_at: isoTime(group.updated_at),
    organization: { ...githubOrganisation(office, origin), type: 'Organization' },
  };
}
